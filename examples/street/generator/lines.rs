//! Lines of the two files that `mizi run` reads.

use super::acts::Fact;
use super::calendar::{Date, Day};
use super::residents::Resident;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::value::RawValue;

/// A row of the subjects' file.
#[derive(Serialize)]
pub struct Subject {
    id: String,
    from: String,
    scopes: Pairs,
    facts: Pairs,
}

/// A line of the events' file.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Line {
    /// Something done.
    Event {
        /// Its id.
        id: String,
        /// What.
        activity: String,
        /// When, as written.
        time: String,
        /// When it was received; none: on time.
        #[serde(skip_serializing_if = "Option::is_none")]
        received: Option<String>,
        /// Who.
        subject: String,
        /// Scopes written on the line itself.
        #[serde(skip_serializing_if = "Pairs::is_empty")]
        scopes: Pairs,
        /// What is known of it.
        #[serde(skip_serializing_if = "Pairs::is_empty")]
        facts: Pairs,
    },
    /// A confirmation.
    Confirmation {
        /// Its id.
        id: String,
        /// The event confirmed.
        confirm: String,
        /// By whom.
        role: &'static str,
        /// When.
        time: String,
    },
    /// A reversal.
    Reversal {
        /// Its id.
        id: String,
        /// What is taken back.
        reverse: String,
        /// When.
        time: String,
    },
    /// A redemption.
    Redemption {
        /// Its id.
        id: String,
        /// Of what.
        redeem: &'static str,
        /// When.
        time: String,
        /// Who.
        subject: String,
    },
}

/// Names and values as JSON text, in the order given.
pub struct Pairs(pub Vec<Fact>);

impl Pairs {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Pairs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            // The text of a number goes out as it is, never through a float.
            let value = RawValue::from_string(value.clone()).map_err(serde::ser::Error::custom)?;
            map.serialize_entry(name, &value)?;
        }
        map.end()
    }
}

/// How residents are called in both files.
pub fn resident_id(number: u32) -> String {
    format!("r{number:06}")
}

/// What is known of a resident from a day on.
pub fn subject(resident: &Resident, from: Day) -> Subject {
    let mut scopes = vec![("社区", format!("\"{}\"", resident.community_on(from)))];
    if let Some(household) = resident.household_on(from) {
        scopes.push(("家庭", format!("\"h{household:06}\"")));
    }
    let facts = vec![
        ("年龄", resident.age.to_string()),
        ("户籍", format!("\"{}\"", if resident.local { "本地" } else { "外地" })),
        ("实名注册", resident.is_registered(from).to_string()),
    ];
    Subject {
        id: resident_id(resident.number),
        from: Date(from).to_string(),
        scopes: Pairs(scopes),
        facts: Pairs(facts),
    }
}
