//! The program as people and scripts run it: the real binary, in a folder of its own.
#![cfg(test)]

mod demo;
mod doctor;
mod keys;
mod nouns;
mod output;
mod readme;
mod seal;
mod secrets;
mod support;
mod usage;
mod verify;
