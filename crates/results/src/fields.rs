//! Whether two sets of results are the same, field by field.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::outcome::Results;

/// A place where two sets of results differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldDiffers {
    /// Where, as a JSON Pointer (RFC 6901) into the results as JSON, for example `/awards/0/received/2/to`.
    pub path: String,
    /// What the first has there, as JSON; `None`: nothing.
    pub first: Option<Value>,
    /// What the second has there, as JSON; `None`: nothing.
    pub second: Option<Value>,
}

/// Every field in which two sets of results differ. Two numbers with a fraction are the same when they differ by no more than
/// `tolerance` times the larger of 1 and their size; everything else, whole numbers included, must be equal.
pub fn fields_that_differ(first: &Results, second: &Results, tolerance: f64) -> Vec<FieldDiffers> {
    let json = |results| {
        serde_json::to_value(results).expect("results have no keys but strings and numbers")
    };
    let mut found = Vec::new();
    compare(
        "",
        Some(json(first)),
        Some(json(second)),
        tolerance,
        &mut found,
    );
    found
}

fn compare(
    path: &str,
    first: Option<Value>,
    second: Option<Value>,
    tolerance: f64,
    found: &mut Vec<FieldDiffers>,
) {
    match (first, second) {
        (Some(Value::Object(first)), Some(Value::Object(mut second))) => {
            for (key, value) in first {
                let other = second.remove(&key);
                let at = format!("{path}/{}", escaped(&key));
                compare(&at, Some(value), other, tolerance, found);
            }
            for (key, value) in second {
                let at = format!("{path}/{}", escaped(&key));
                compare(&at, None, Some(value), tolerance, found);
            }
        }
        (Some(Value::Array(first)), Some(Value::Array(second))) => {
            let longest = first.len().max(second.len());
            let (mut first, mut second) = (first.into_iter(), second.into_iter());
            for at in 0..longest {
                let at = format!("{path}/{at}");
                compare(&at, first.next(), second.next(), tolerance, found);
            }
        }
        (first, second) => {
            if !same(first.as_ref(), second.as_ref(), tolerance) {
                found.push(FieldDiffers {
                    path: path.to_owned(),
                    first,
                    second,
                });
            }
        }
    }
}

fn same(first: Option<&Value>, second: Option<&Value>, tolerance: f64) -> bool {
    let (Some(Value::Number(one)), Some(Value::Number(other))) = (first, second) else {
        return first == second;
    };
    match (one.as_f64(), other.as_f64()) {
        (Some(a), Some(b)) if one.is_f64() && other.is_f64() => {
            (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1.0)
        }
        _ => one == other,
    }
}

/// A key as a JSON Pointer has it.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
