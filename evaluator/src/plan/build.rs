//! From the program to the plan, refusing whatever does not fit together.

use super::context::{Context, usage_accounts};
use super::{Derived, Local, Plan, Redemption, Segment};
use crate::date::{self, Starts};
use crate::error::ProgramError;
use crate::program::{
    self, Account, AccountKind, DimensionId, FactKind, ItemId, Name, NumberForm, Program, RedemptionProgram, ScopeId,
    ScopeKeys, Window, Zone,
};
use std::collections::BTreeSet;

/// Most operations, clauses and members that one program may come to.
const WORK: u64 = 1 << 26;

/// No price is larger.
const LARGEST: i64 = 1 << 62;

/// What building knows: the program, and how much work it allows still.
pub(crate) struct Builder<'p> {
    pub program: &'p Program,
    pub derived: Vec<Derived>,
    left: u64,
}

/// Makes the plan of a program.
pub(crate) fn plan(program: &Program) -> Result<Plan, ProgramError> {
    let mut builder = Builder { program, derived: Vec::new(), left: WORK };
    builder.header()?;
    builder.derived = builder.derived()?;
    let mut segments = Vec::new();
    for (number, segment) in program.segments.iter().enumerate() {
        segments.push(builder.segment(segment).map_err(|error| error.within(format!("segment {number}")))?);
    }
    builder.in_order()?;
    let Builder { derived, .. } = builder;
    Ok(Plan { segments, derived })
}

/// Refuses a program unless this holds.
pub(crate) fn ensure(holds: bool, what: &str) -> Result<(), ProgramError> {
    if holds { Ok(()) } else { Err(ProgramError::inconsistent(what)) }
}

impl<'p> Builder<'p> {
    /// Counts work against what one program may come to.
    pub fn spend(&mut self, work: usize) -> Result<(), ProgramError> {
        self.left = self.left.checked_sub(work as u64 + 1).ok_or(ProgramError::TooLarge)?;
        Ok(())
    }

    pub fn item(&self, item: ItemId) -> Result<ItemId, ProgramError> {
        ensure((item as usize) < self.program.items.len(), "an item that is not listed").map(|()| item)
    }

    pub fn dimension(&self, dimension: DimensionId) -> Result<DimensionId, ProgramError> {
        ensure(usize::from(dimension) < self.program.dimensions.len(), "a dimension that is not listed")?;
        Ok(dimension)
    }

    pub fn scope(&self, scope: ScopeId) -> Result<ScopeId, ProgramError> {
        ensure(usize::from(scope) < self.program.scopes.len(), "a scope that is not listed").map(|()| scope)
    }

    pub fn account(&self, account: u32) -> Result<&'p Account, ProgramError> {
        let found = self.program.accounts.get(account as usize);
        found.ok_or_else(|| ProgramError::inconsistent("an account that is not listed"))
    }

    /// The locals of these accounts, in their order.
    pub fn locals(&self, accounts: BTreeSet<u32>) -> Result<Vec<Local>, ProgramError> {
        let local = |id: u32| {
            let Account { shown, scope, window, min, max, .. } = *self.account(id)?;
            let starts = Starts::place(window);
            Ok(Local { account: id, shown, scope, window, starts, min, max })
        };
        ensure(accounts.len() < usize::from(u16::MAX), "too many accounts for one event")?;
        accounts.into_iter().map(local).collect()
    }

    fn header(&self) -> Result<(), ProgramError> {
        let program = self.program;
        ensure(program.format == program::FORMAT, "a format that is not known")?;
        ensure(program.decimals <= 12, "more than 12 decimals of a point")?;
        ensure(program.cash.is_none_or(|cash| cash.points > 0 && cash.fen > 0), "a cash rate of nothing")?;
        ensure(program.roles.len() <= 64, "more than 64 roles")?;
        ensure(usize::from(program.attributes) <= program.facts.len(), "attributes that are not listed")?;
        for (list, limit) in [
            (program.scopes.len(), usize::from(u16::MAX)),
            (program.facts.len(), usize::from(u16::MAX)),
            (program.activities.len(), usize::from(u16::MAX)),
            (program.redemptions.len(), usize::from(u16::MAX)),
            (program.segments.len(), usize::from(u16::MAX)),
        ] {
            ensure(list <= limit, "too long a list")?;
        }
        zone(&program.zone)?;
        self.lists()?;
        self.facts()?;
        self.accounts()
    }

    fn lists(&self) -> Result<(), ProgramError> {
        for list in &self.program.lists {
            ensure(list.values.len() < usize::from(u16::MAX), "too long a list of values")?;
            ensure(list.parents.is_empty() || list.parents.len() == list.values.len(), "values without a parent")?;
        }
        Ok(())
    }

    fn facts(&self) -> Result<(), ProgramError> {
        let program = self.program;
        for fact in &program.facts {
            self.kind(&fact.kind)?;
        }
        for activity in &program.activities {
            let attributes = activity.slots.iter().take(program.attributes.into());
            ensure(attributes.copied().eq(0..program.attributes), "an activity without the subject's attributes")?;
            let listed = activity.slots.iter().all(|&fact| usize::from(fact) < program.facts.len());
            ensure(listed && activity.slots.len() < usize::from(u16::MAX), "a fact that is not listed")?;
        }
        Ok(())
    }

    pub fn kind(&self, kind: &FactKind) -> Result<(), ProgramError> {
        match kind {
            FactKind::Number(form) => number_form(form),
            FactKind::Listed(list) => {
                ensure(usize::from(*list) < self.program.lists.len(), "a list of values that is not listed")
            }
            _ => Ok(()),
        }
    }

    fn accounts(&self) -> Result<(), ProgramError> {
        let mut keys = BTreeSet::new();
        for account in &self.program.accounts {
            self.scope(account.scope)?;
            self.item(account.shown)?;
            account.form.as_ref().map_or(Ok(()), number_form)?;
            ensure(account.parts > 0, "an account without a measure")?;
            if let Window::Year { month, day } = account.window {
                ensure(date::can_start_year(month, day), "a year that starts on no day")?;
            }
            let scope = &self.program.scopes[usize::from(account.scope)].name;
            let key = (&account.item, &account.measure, Name::key(scope), account.window);
            ensure(keys.insert(key), "two accounts that are kept under one name")?;
        }
        let balance = self.account(self.program.balance)?;
        ensure(balance.kind == AccountKind::Balance, "a balance that is not one")
    }

    fn derived(&self) -> Result<Vec<Derived>, ProgramError> {
        let program = self.program;
        let list_of = |scope: &program::Scope| match scope.keys {
            ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => program.lists.get(usize::from(list)),
            _ => None,
        };
        let first = program.scopes.first().map(|scope| &scope.keys);
        ensure(first == Some(&ScopeKeys::Subject), "scopes that do not begin with the subject")?;
        let mut derived = Vec::new();
        for (number, scope) in program.scopes.iter().enumerate().skip(1) {
            match scope.keys {
                ScopeKeys::Subject => return Err(ProgramError::inconsistent("a second subject")),
                ScopeKeys::Stated => {}
                ScopeKeys::Listed(_) => ensure(list_of(scope).is_some(), "a scope without its list")?,
                ScopeKeys::Whole => derived.push(Derived::Whole(number as ScopeId)),
                ScopeKeys::Parent { of, .. } => {
                    ensure(usize::from(of) < number, "a scope that follows from a later one")?;
                    let child = list_of(&program.scopes[usize::from(of)]);
                    let child = child.ok_or_else(|| ProgramError::inconsistent("a scope that follows from none"))?;
                    let parents = list_of(scope).map_or(0, |list| list.values.len());
                    let known = child.parents.iter().all(|&parent| usize::from(parent) < parents);
                    ensure(known && child.parents.len() == child.values.len(), "values without a parent")?;
                    let list = program.lists.iter().position(|list| std::ptr::eq(list, child)).unwrap_or(0) as u16;
                    derived.push(Derived::Parent { scope: number as ScopeId, of, list });
                }
            }
        }
        Ok(derived)
    }

    fn in_order(&self) -> Result<(), ProgramError> {
        let mut end = Some(i32::MIN);
        for segment in &self.program.segments {
            ensure(end.is_some_and(|end| end <= segment.from), "segments that are not in order")?;
            ensure(segment.until.is_none_or(|until| segment.from < until), "a segment without a day")?;
            end = segment.until;
        }
        Ok(())
    }

    fn segment(&mut self, segment: &'p program::Segment) -> Result<Segment, ProgramError> {
        let program = self.program;
        ensure(segment.activities.len() == program.activities.len(), "activities that are not listed")?;
        ensure(segment.redemptions.len() == program.redemptions.len(), "redemptions that are not listed")?;
        ensure(segment.sets.iter().all(|set| set.is_sorted()), "a set that is not in order")?;
        let mut activities = Vec::new();
        for (number, activity) in segment.activities.iter().enumerate() {
            let built = activity.as_ref().map(|activity| self.activity(segment, number, activity)).transpose();
            activities.push(built.map_err(|error| error.within(format!("activity {number}")))?);
        }
        let mut redemptions = Vec::new();
        for (number, redemption) in segment.redemptions.iter().enumerate() {
            let built = redemption.as_ref().map(|redemption| self.redemption(segment, redemption)).transpose();
            redemptions.push(built.map_err(|error| error.within(format!("redemption {number}")))?);
        }
        Ok(Segment {
            from: segment.from,
            until: segment.until,
            decided_by: segment.decided_by,
            late_days: segment.late_days,
            reversal: segment.reversal,
            activities,
            redemptions,
        })
    }

    fn redemption(
        &mut self,
        segment: &'p program::Segment,
        redemption: &'p RedemptionProgram,
    ) -> Result<Redemption, ProgramError> {
        let accounts = redemption.readings.iter().map(|reading| reading.account);
        let accounts = accounts.chain(redemption.stock.iter().flat_map(|cap| usage_accounts(cap.usage)));
        let locals = self.locals(accounts.chain([self.program.balance]).collect())?;
        let mut context = Context::new(self, segment, usize::from(self.program.attributes), locals);
        context.inputs(&redemption.facts, &redemption.scopes)?;
        context.frame.readings = context.readings(&redemption.readings)?;
        context.frame.gates = context.gates(&redemption.gates)?;
        let balance = context.local(context.builder.program.balance)?;
        context.scope_is_read(context.frame.locals[usize::from(balance)].scope, true)?;
        let stock = redemption.stock.iter().map(|cap| context.cap(cap)).collect::<Result<_, _>>()?;
        let frame = context.frame;
        ensure((0..=LARGEST).contains(&redemption.price), "a price below 0")?;
        Ok(Redemption {
            frame,
            item: self.item(redemption.item)?,
            price: redemption.price,
            from_balance: redemption.from_balance,
            floor: redemption.floor,
            balance,
            stock,
        })
    }
}

fn number_form(form: &NumberForm) -> Result<(), ProgramError> {
    ensure(form.multiply > 0 && form.divide > 0, "a number without a measure")
}

fn zone(zone: &Zone) -> Result<(), ProgramError> {
    let offsets = zone.transitions.iter().map(|&(_, offset)| offset).chain([zone.first_offset]);
    ensure(offsets.into_iter().all(|offset| offset.unsigned_abs() < 86_400), "an offset of more than a day")?;
    ensure(zone.transitions.is_sorted_by(|a, b| a.0 < b.0), "a zone whose changes are not in order")
}
