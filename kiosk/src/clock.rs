//! Time (時刻): the only place that asks what time it is.
