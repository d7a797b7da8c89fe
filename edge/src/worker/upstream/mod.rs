//! Whom the gateway asks: Keystone, Glance, and objects of its own.

pub(crate) mod client;
pub(crate) mod glance;
pub(crate) mod keystone;
pub(crate) mod objects;
pub(crate) mod resolver;
pub(crate) mod service;
