//! The life of a specification: how its columns and versions differ, what experience would change, which version is in
//! force for a lot, and whether a process validation campaign is met.
//!
//! Nothing here changes a verdict. Lots are judged by a [`Plan`](crate::Plan), as everywhere.
