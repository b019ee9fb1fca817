//! Walks over terms and formulas.

use super::formula::{Formula, Term};
use super::problem::Var;

/// A term or a formula.
#[derive(Clone, Copy)]
pub(super) enum Node<'f> {
    Term(&'f Term),
    Formula(&'f Formula),
}

impl<'f> Node<'f> {
    /// Calls back with what stands directly inside.
    pub fn each_inner(self, found: &mut dyn FnMut(Node<'f>)) {
        match self {
            Node::Term(term) => each_inside_term(term, found),
            Node::Formula(formula) => each_inside_formula(formula, found),
        }
    }

    /// Calls back with every variable inside, as often as it is read.
    pub fn each_var(self, found: &mut dyn FnMut(Var)) {
        match self {
            Node::Term(Term::Of(var)) | Node::Formula(Formula::Present(var)) => found(*var),
            _ => self.each_inner(&mut |node| node.each_var(found)),
        }
    }

    /// The variables inside, ascending.
    pub fn vars(self) -> Vec<Var> {
        let mut vars = Vec::new();
        self.each_var(&mut |var| {
            if !vars.contains(&var) {
                vars.push(var);
            }
        });
        vars.sort_unstable();
        vars
    }

    /// Whether it nests no deeper than so many levels.
    pub fn is_shallow(self, levels: usize) -> bool {
        let Some(levels) = levels.checked_sub(1) else { return false };
        let mut shallow = true;
        self.each_inner(&mut |node| shallow = shallow && node.is_shallow(levels));
        shallow
    }
}

fn each_inside_term<'f>(term: &'f Term, found: &mut dyn FnMut(Node<'f>)) {
    match term {
        Term::Number(_) | Term::Of(_) => {}
        Term::Sum(terms) | Term::Min(terms) | Term::Max(terms) => terms.iter().for_each(|term| found(Node::Term(term))),
        Term::Times(_, term) | Term::Divide { term, .. } | Term::Remainder { term, .. } | Term::Part(_, term) => {
            found(Node::Term(term))
        }
        Term::Choose { rows, otherwise } => {
            for (condition, term) in rows {
                found(Node::Formula(condition));
                found(Node::Term(term));
            }
            found(Node::Term(otherwise));
        }
        Term::FullMonths { from: a, to: b, .. }
        | Term::FullYears { from: a, to: b, .. }
        | Term::Product(a, b)
        | Term::Quotient { of: a, by: b, .. } => {
            found(Node::Term(a));
            found(Node::Term(b));
        }
    }
}

fn each_inside_formula<'f>(formula: &'f Formula, found: &mut dyn FnMut(Node<'f>)) {
    match formula {
        Formula::And(parts) | Formula::Or(parts) => parts.iter().for_each(|part| found(Node::Formula(part))),
        Formula::Not(part) => found(Node::Formula(part)),
        Formula::Compare(left, _, right) => {
            found(Node::Term(left));
            found(Node::Term(right));
        }
        Formula::Within(term, _) => found(Node::Term(term)),
        Formula::Present(_) => {}
    }
}
