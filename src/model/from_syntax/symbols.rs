//! Everything of one version that names can stand for, filled kind by kind.

use super::names::Names;
use super::presence::Optional;
use super::say;
use crate::model::{
    Account, AccountId, Activity, ActivityId, Definition, DefinitionId, DimensionId, Field, FieldId, GroupId, List,
    ListId, Named, OverallCapId, Parameter, ParameterId, RedemptionId, RoleId, RuleId, Scope, ScopeId, Table, TableId,
};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a policy so far. Something that could not be resolved keeps its place as `None`, so that what refers to
/// it is not reported as well.
#[derive(Debug)]
pub(super) struct Symbols {
    /// Most keywords are Chinese.
    pub chinese: bool,
    /// The point unit, if it is stated.
    pub point: Option<Named>,
    /// Decimals of a point.
    pub decimals: u32,
    /// The author's units, with where they were declared.
    pub own_units: BTreeMap<String, Span>,
    /// First day in force.
    pub from: i32,
    pub roles: Vec<Named>,
    pub role_names: Names<RoleId>,
    pub dimensions: Vec<Named>,
    pub dimension_names: Names<DimensionId>,
    pub lists: Vec<List>,
    pub directory_names: Names<ListId>,
    /// By list: its values.
    pub value_names: Vec<Names<usize>>,
    pub scopes: Vec<Scope>,
    pub scope_names: Names<ScopeId>,
    /// Readings as they may be written, `每户` and `per household`.
    pub readings: BTreeMap<String, ScopeId>,
    pub fields: Vec<Option<Field>>,
    pub attribute_names: Names<FieldId>,
    pub activities: Vec<Activity>,
    pub activity_names: Names<ActivityId>,
    /// By activity: its fields.
    pub field_names: Vec<Names<FieldId>>,
    pub parameters: Vec<Option<Parameter>>,
    pub parameter_names: Names<ParameterId>,
    pub definitions: Vec<Option<Definition>>,
    pub definition_names: Names<DefinitionId>,
    /// By definition: optional facts and scopes that it reads without asking whether they are there.
    pub definition_needs: Vec<BTreeSet<Optional>>,
    pub tables: Vec<Option<Table>>,
    pub table_names: Names<TableId>,
    /// See `definition_needs`.
    pub table_needs: Vec<BTreeSet<Optional>>,
    pub accounts: Vec<Account>,
    /// Which of `accounts` were resolved without an error.
    pub sound_accounts: Vec<bool>,
    pub account_names: Names<AccountId>,
    pub rule_names: Names<RuleId>,
    pub group_names: Names<GroupId>,
    pub overall_cap_names: Names<OverallCapId>,
    pub redemption_names: Names<RedemptionId>,
}

impl Symbols {
    /// Nothing known yet.
    pub fn new(chinese: bool) -> Self {
        Symbols {
            chinese,
            point: None,
            decimals: 0,
            own_units: BTreeMap::new(),
            from: i32::MIN,
            roles: Vec::new(),
            role_names: Names::new(say::ROLE),
            dimensions: Vec::new(),
            dimension_names: Names::new(say::DIMENSION),
            lists: Vec::new(),
            directory_names: Names::new(say::DIRECTORY),
            value_names: Vec::new(),
            scopes: Vec::new(),
            scope_names: Names::new(say::SCOPE),
            readings: BTreeMap::new(),
            fields: Vec::new(),
            attribute_names: Names::new(say::FIELD),
            activities: Vec::new(),
            activity_names: Names::new(say::ACTIVITY),
            field_names: Vec::new(),
            parameters: Vec::new(),
            parameter_names: Names::new(say::PARAMETER),
            definitions: Vec::new(),
            definition_names: Names::new(say::DEFINITION),
            definition_needs: Vec::new(),
            tables: Vec::new(),
            table_names: Names::new(say::TABLE),
            table_needs: Vec::new(),
            accounts: Vec::new(),
            sound_accounts: Vec::new(),
            account_names: Names::new(say::ACCOUNT),
            rule_names: Names::new(say::RULE),
            group_names: Names::new(say::GROUP),
            overall_cap_names: Names::new(say::OVERALL_CAP),
            redemption_names: Names::new(say::REDEMPTION),
        }
    }

    /// A keyword or phrase in the language most of the text is in.
    pub fn word(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.chinese { zh } else { en }
    }

    /// The point unit's name.
    pub fn point_name(&self) -> &str {
        self.point.as_ref().map_or("", |p| p.name.name.as_str())
    }
}
