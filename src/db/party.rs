//! What a writer took up, of one landlord or of several, and how it is done: together while that works.

use super::connection::Manager;
use super::faults::Fault;
use super::session::Held;
use super::task::Task;
use super::transaction::{Shared, Spoiled, together};
use crate::values::typed_id::LandlordId;

/// Whose a write is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    Landlord(LandlordId),
    /// Nobody's, and no two wait for each other.
    Nobody(u64),
}

/// What waited for one owner and is taken up.
pub struct Party {
    pub owner: Owner,
    pub tasks: Vec<Box<dyn Task>>,
}

/// Does what waited, and says of each owner when it is done with. Where several do not go together, the one
/// at which that broke goes last, so that the others do not wait for it.
pub fn serve(held: &mut Held, manager: &Manager, mut parties: Vec<Party>, served: impl Fn(&Owner)) {
    if parties.len() > 1 {
        match shared(held, manager, &mut parties) {
            Shared::Done(ended) => {
                let fault = ended.err();
                for Party { owner, tasks } in parties {
                    answer(tasks, fault.as_ref());
                    served(&owner);
                }
                return;
            }
            Shared::Apart(spoiled) => last(&mut parties, spoiled.at),
        }
    }
    for Party { owner, tasks } in parties {
        one(held, manager, Party { owner: owner.clone(), tasks });
        served(&owner);
    }
}

/// Does what waited for one owner: together if it can be, else one by one. Who waits for the same row is
/// refused with the first that did not get it.
fn one(held: &mut Held, manager: &Manager, mut party: Party) {
    if party.tasks.len() > 1 {
        match shared(held, manager, std::slice::from_mut(&mut party)) {
            Shared::Done(ended) => return answer(party.tasks, ended.err().as_ref()),
            Shared::Apart(Spoiled { busy: Some(fault), .. }) => return answer(party.tasks, Some(&fault)),
            Shared::Apart(_) => {}
        }
    }
    for mut task in party.tasks {
        let fault = held.used(manager, |conn| ((), task.alone(conn))).err();
        task.answer(fault.as_ref());
    }
}

/// Does what waited in one transaction; without a connection, that is the end of all of it.
fn shared(held: &mut Held, manager: &Manager, parties: &mut [Party]) -> Shared {
    let several = parties.len() > 1;
    let done = held.used(manager, |conn| {
        let shared = together(conn, several, parties.iter_mut().flat_map(|party| &mut party.tasks));
        let sound = !matches!(&shared, Shared::Done(Err(fault)) if fault.loses_connection());
        (shared, sound)
    });
    done.unwrap_or_else(|fault| Shared::Done(Err(fault)))
}

/// Puts the party that holds a task behind the others.
fn last(parties: &mut [Party], task: Option<usize>) {
    let Some(mut at) = task else { return };
    for (place, party) in parties.iter().enumerate() {
        if at < party.tasks.len() {
            return parties[place..].rotate_left(1);
        }
        at -= party.tasks.len();
    }
}

fn answer(tasks: Vec<Box<dyn Task>>, fault: Option<&Fault>) {
    for task in tasks {
        task.answer(fault);
    }
}

#[cfg(test)]
#[path = "party_tests.rs"]
mod tests;
