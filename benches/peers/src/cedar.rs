//! cedar-policy: eligibility only (one permit per rule R1..R10); the host computes points, the bonus and the household cap.

use crate::data::{COMMUNITIES, EVENT_TYPES, Event, ROLES};
use crate::decision::{Decider, Decision};
use crate::store::{Store, Usage, finish};
use cedar_policy::*;
use std::collections::HashMap;

pub struct Cedar {
    auth: Authorizer,
    policies: PolicySet,
    rule_of: HashMap<PolicyId, u8>,
    actions: Vec<EntityUid>,
    resident: EntityTypeName,
    communities: Vec<EntityUid>,
    entities: Entities,
    store: Store,
}
impl Cedar {
    pub fn new() -> Self {
        let policies: PolicySet = include_str!("policy.cedar").parse().unwrap();
        let rule_of =
            policies.policies().map(|p| (p.id().clone(), p.annotation("id").unwrap()[1..].parse().unwrap())).collect();
        let uid = |t: &str, id: &str| EntityUid::from_type_name_and_id(t.parse().unwrap(), EntityId::new(id));
        Cedar {
            auth: Authorizer::new(),
            policies,
            rule_of,
            actions: EVENT_TYPES.iter().map(|t| uid("Action", t)).collect(),
            resident: "Resident".parse().unwrap(),
            communities: COMMUNITIES.iter().map(|c| uid("Community", c)).collect(),
            entities: Entities::empty(),
            store: Store::default(),
        }
    }
    fn request(&mut self, e: &Event) -> (Request, Usage) {
        let u = self.store.usage(e);
        let long = RestrictedExpression::new_long;
        let pairs = [
            ("confirmed", RestrictedExpression::new_bool(e.confirmed)),
            ("success", RestrictedExpression::new_bool(e.success)),
            ("role", RestrictedExpression::new_string(ROLES[e.role as usize].into())),
            ("half_hours", long(e.half_hours as i64)),
            ("r1", long(u.r1_times)),
            ("r2", long(u.r2_points)),
            ("r3", long(u.r3_times)),
            ("r4", long(u.r4_points)),
            ("r5", long(u.r5_points)),
            ("r6", long(u.r6_times)),
            ("r9", long(u.r9_times)),
        ];
        let ctx = Context::from_pairs(pairs.map(|(k, v)| (k.to_string(), v))).unwrap();
        let principal =
            EntityUid::from_type_name_and_id(self.resident.clone(), EntityId::new(e.resident_id.to_string()));
        let r = Request::new(
            principal,
            self.actions[e.etype as usize].clone(),
            self.communities[e.community as usize].clone(),
            ctx,
            None,
        )
        .unwrap();
        (r, u)
    }
}
impl Decider for Cedar {
    fn decide(&mut self, e: &Event) -> Decision {
        let (r, u) = self.request(e);
        let answer = self.auth.is_authorized(&r, &self.policies, &self.entities);
        let Some(id) = answer.diagnostics().reason().next() else {
            return Decision::default();
        };
        let rule = self.rule_of[id];
        // Host-side policy: what Cedar cannot say.
        let whole = (e.half_hours / 2) as i64;
        let awarded = match rule {
            1 => 100,
            2 => 50.min(200 - u.r2_points),
            3 => 5,
            4 => 20.min(100 - u.r4_points),
            5 => (10 * whole).min(300 - u.r5_points),
            6 => 15,
            7 => 80,
            8 => match whole {
                0 => 0,
                1 => 10,
                2 | 3 => 25,
                _ => 45,
            },
            9 => 10,
            _ => 15,
        };
        let d = finish(e, u.household_points, rule, awarded);
        self.store.apply(e, &d);
        d
    }
}
