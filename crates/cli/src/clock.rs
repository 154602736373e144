//! The only place that reads the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, FixedOffset, Utc};

/// The present second, in the time zone of the contest's own dates.
pub(crate) fn now(like: &DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    utc().with_timezone(like.offset())
}

/// The present second.
pub(crate) fn utc() -> DateTime<FixedOffset> {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    DateTime::<Utc>::from_timestamp(seconds, 0)
        .unwrap_or_default()
        .fixed_offset()
}
