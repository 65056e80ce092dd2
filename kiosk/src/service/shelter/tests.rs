//! Tests of the door (受付の試験).
