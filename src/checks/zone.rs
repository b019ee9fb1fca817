//! The time zone is one that the zone table knows.

use crate::diagnostics::{Code, Finding, Fix, Message, Severity};
use crate::model::Model;
use crate::program::zone::{nearest_zone, zone_exists};

/// What can be found.
pub static CODES: &[&Code] = &[&UNKNOWN_ZONE];

/// No such time zone.
pub static UNKNOWN_ZONE: Code =
    Code {
        name: "unknown-zone", severity: Severity::Error, zh: "没有这个时区", en: "There is no such time zone"
    };

/// The zone that was probably meant where no name is near.
const HERE: &str = "Asia/Shanghai";

/// Versions whose zone is not known.
pub fn findings(model: &Model) -> Vec<Finding> {
    let unknown = model.versions.iter().filter(|policy| !zone_exists(&policy.zone));
    unknown
        .map(|policy| {
            let name = &policy.zone;
            let near = nearest_zone(name).unwrap_or(HERE);
            let what = Message::new(format!("没有叫“{name}”的时区。"), format!("There is no time zone “{name}”."));
            let help = Message::new(
                format!("改为“{near}”；中国各地都写“{HERE}”。"),
                format!("Change it to “{near}”; all of China uses “{HERE}”."),
            );
            let title = Message::new(format!("改为“{near}”"), format!("Change it to “{near}”"));
            let edits = vec![(policy.zone_at, format!("\"{near}\""))];
            Finding::new(&UNKNOWN_ZONE, policy.zone_at, what).help(help).fix(Fix { title, edits })
        })
        .collect()
}
