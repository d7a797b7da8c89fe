//! Parts that only the tests need.
