//! Names and codes → numbers, made once for a program. Where a name stands for two things, the first has it.

use crate::program::{Name, Program};
use rustc_hash::FxHashMap;

/// Names and codes of one kind.
pub(crate) type Table = FxHashMap<Box<str>, u16>;

/// All tables of a program.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pub activities: Table,
    pub redemptions: Table,
    pub roles: Table,
    pub scopes: Table,
    /// By activity: slots.
    pub slots: Vec<Table>,
    pub attributes: Table,
    /// Every fact of any activity.
    pub facts: Table,
    /// By list.
    pub values: Vec<Table>,
}

impl Names {
    pub fn of(program: &Program) -> Names {
        let fact = |&fact: &u16| program.facts.get(usize::from(fact)).map(|fact| &fact.name);
        Names {
            activities: table(program.activities.iter().map(|activity| &activity.name)),
            redemptions: table(program.redemptions.iter()),
            roles: table(program.roles.iter()),
            scopes: table(program.scopes.iter().map(|scope| &scope.name)),
            slots: program.activities.iter().map(|activity| table(activity.slots.iter().filter_map(fact))).collect(),
            attributes: table(program.facts.iter().take(program.attributes.into()).map(|fact| &fact.name)),
            facts: table(program.facts.iter().map(|fact| &fact.name)),
            values: program.lists.iter().map(|list| table(list.values.iter())).collect(),
        }
    }
}

fn table<'a>(names: impl Iterator<Item = &'a Name>) -> Table {
    let mut table = Table::default();
    let names: Vec<(u16, &Name)> = (0u16..).zip(names).collect();
    for (number, name) in &names {
        table.entry(name.name.as_str().into()).or_insert(*number);
    }
    for (number, name) in &names {
        if let Some(code) = &name.code {
            table.entry(code.as_str().into()).or_insert(*number);
        }
    }
    table
}
