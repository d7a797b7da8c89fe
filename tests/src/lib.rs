//! Parts that only the tests need: faults of the network between the edge and the cloud, made on
//! demand.

#![forbid(unsafe_code)]

pub mod fault_proxy;
