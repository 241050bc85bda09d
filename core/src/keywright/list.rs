//! Lists of keys.

use std::ops::ControlFlow;

use super::change::require_switched_on_for_users;
use super::handle::Keywright;
use crate::error::Error;
use crate::key::{ApiKey, ApiKeyFilter, Page, PageRequest, Position};
use crate::owner::Owner;
use crate::store::Rows;

impl Keywright {
    /// Returns all keys that a filter shows, newest first. Under `acting_as` the filter must name an owner whose keys the
    /// user may manage.
    ///
    /// # Errors
    ///
    /// `not_found` for a team without the right, `permission_denied` for another user or without an owner, and `disabled`
    /// when the type is switched off, when acting as a user; `invalid_argument`; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyFilter, Keywright, NewApiKey, Status};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let active = keywright.list_api_keys(ApiKeyFilter::new().status(Status::Active))?;
    /// assert_eq!(active.len(), 1);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn list_api_keys(&self, filter: ApiKeyFilter) -> Result<Vec<ApiKey>, Error> {
        filter.check()?;
        self.collect(&filter, None, usize::MAX)
    }

    /// Returns one page of the keys that a filter shows, newest first.
    ///
    /// # Errors
    ///
    /// As [`Keywright::list_api_keys`]; `invalid_argument` for a limit outside 1 to 1000 or a cursor that no page gave.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ApiKeyFilter, Keywright, NewApiKey, PageRequest};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let page = keywright.page_api_keys(PageRequest::new(ApiKeyFilter::new()).limit(20))?;
    /// assert_eq!(page.items.len(), 1);
    /// assert!(page.next_cursor.is_none());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn page_api_keys(&self, request: PageRequest) -> Result<Page, Error> {
        let behind = request.check()?;
        // One more than the page holds tells whether there is another.
        let items = self.collect(&request.filter, behind, request.limit as usize + 1)?;
        Ok(Page::cut(items, request.limit))
    }

    fn collect(
        &self,
        filter: &ApiKeyFilter,
        behind: Option<Position>,
        most: usize,
    ) -> Result<Vec<ApiKey>, Error> {
        let now = self.now();
        self.read(|rows| {
            self.require_list(rows, filter.owner.as_ref())?;
            let mut keys = Vec::with_capacity(if most == usize::MAX { 0 } else { most });
            rows.each_api_key(filter.owner.as_ref(), behind, now, &mut |key| {
                // A list that left it out would hide what somebody did.
                let key = key?;
                if filter.shows(&key) {
                    keys.push(key);
                }
                Ok(if keys.len() < most {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                })
            })?;
            Ok(keys)
        })
    }

    fn require_list(&self, rows: &dyn Rows, owner: Option<&Owner>) -> Result<(), Error> {
        match owner {
            None => self.authority().require_server("list the keys of all owners"),
            Some(owner) => {
                require_switched_on_for_users(self.authority(), rows, owner.owner_type())?;
                self.authority().require_keys_of(rows, owner)
            }
        }
    }
}
