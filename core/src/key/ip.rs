//! IP lists: from where a key may be used.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net};
use serde::Serialize;

use crate::error::Error;

/// How many networks one list takes.
const MOST_NETWORKS: usize = 100;

/// The networks from which a key may be used; an empty list allows every address.
///
/// An address counts as a network of one. IPv4 and IPv4-mapped IPv6 are the same address (RFC 4291, 2.5.5.2). With a
/// list, a check that is given no address is denied.
///
/// # Examples
///
/// ```
/// use keywright::IpAllowList;
///
/// let list = IpAllowList::parse(["10.0.0.0/8", "2001:db8::1"])?;
/// assert!(list.allows(Some("10.1.2.3".parse()?)));
/// assert!(list.allows(Some("::ffff:10.1.2.3".parse()?)));
/// assert!(!list.allows(Some("192.0.2.1".parse()?)));
/// assert!(!list.allows(None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct IpAllowList(Vec<IpNet>);

impl IpAllowList {
    /// Reads networks and addresses from their texts.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when one is neither, or there are more than 100.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::IpAllowList;
    ///
    /// assert_eq!(IpAllowList::parse(["192.0.2.7"])?.to_string(), "192.0.2.7/32");
    /// assert!(IpAllowList::parse(["localhost"]).is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn parse<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Result<Self, Error> {
        let mut networks = Vec::new();
        for text in texts {
            if networks.len() == MOST_NETWORKS {
                return Err(Error::invalid_argument(format!(
                    "more than {MOST_NETWORKS} networks in the IP list"
                )));
            }
            networks.push(network(text.as_ref())?);
        }
        networks.sort_unstable();
        networks.dedup();
        Ok(Self(networks))
    }

    /// Returns whether a request from this address passes.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::IpAllowList;
    ///
    /// let list = IpAllowList::parse(["192.0.2.0/24"])?;
    /// assert!(list.allows("192.0.2.7".parse().ok()));
    /// assert!(!list.allows(None), "an unknown address is not in a list");
    /// assert!(IpAllowList::default().allows(None));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn allows(&self, ip: Option<IpAddr>) -> bool {
        self.0.is_empty()
            || ip.is_some_and(|ip| {
                let ip = ip.to_canonical();
                self.0.iter().any(|network| network.contains(&ip))
            })
    }

    /// The same of a list that is still text, as it is stored. Allocates nothing; what is no network allows no address.
    pub(crate) fn text_allows(text: &str, ip: Option<IpAddr>) -> bool {
        text.is_empty()
            || ip.is_some_and(|ip| {
                let ip = ip.to_canonical();
                let mut networks = text.split(' ').filter_map(|text| network(text).ok());
                networks.any(|network| network.contains(&ip))
            })
    }

    /// Returns whether the list is empty, so that every address passes.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::IpAllowList;
    ///
    /// assert!(IpAllowList::default().is_empty());
    /// assert!(!IpAllowList::parse(["::1"])?.is_empty());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the networks as text, in order.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::IpAllowList;
    ///
    /// let list = IpAllowList::parse(["10.0.0.0/8", "192.0.2.7"])?;
    /// assert_eq!(list.iter().collect::<Vec<_>>(), ["10.0.0.0/8", "192.0.2.7/32"]);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(ToString::to_string)
    }
}

fn network(text: &str) -> Result<IpNet, Error> {
    let parsed = if text.len() > 64 {
        None
    } else {
        text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
    };
    let network = parsed.ok_or_else(|| {
        Error::invalid_argument(
            "an IP list takes addresses and networks such as `192.0.2.7`, `10.0.0.0/8` or `2001:db8::/32`",
        )
    })?;
    Ok(canonical(network.trunc()))
}

/// Writes a mapped IPv6 network as the IPv4 network that it is.
fn canonical(network: IpNet) -> IpNet {
    const MAPPED_BITS: u8 = 96;
    if let IpNet::V6(v6) = network
        && v6.prefix_len() >= MAPPED_BITS
        && let Some(v4) = Ipv6Addr::to_ipv4_mapped(&v6.network())
        && let Ok(v4) = Ipv4Net::new(v4, v6.prefix_len() - MAPPED_BITS)
    {
        return IpNet::V4(v4);
    }
    network
}

impl fmt::Display for IpAllowList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, network) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            network.fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_fails_closed_and_knows_mapped_addresses() {
        let cases = [
            ("10.0.0.0/8", "10.255.255.255", true),
            ("10.0.0.0/8", "11.0.0.0", false),
            ("10.0.0.1/8", "10.2.0.0", true),
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false),
            ("0.0.0.0/0", "255.255.255.255", true),
            ("0.0.0.0/0", "::1", false),
            ("::/0", "::1", true),
            ("::/0", "192.0.2.7", false),
            ("::ffff:192.0.2.0/120", "192.0.2.9", true),
            ("192.0.2.0/24", "::ffff:192.0.2.9", true),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
        ];
        for (list, ip, expected) in cases {
            let list = IpAllowList::parse([list]).unwrap();
            let address = Some(ip.parse().unwrap());
            assert_eq!(list.allows(address), expected, "{list} {ip}");
            assert!(!list.allows(None));
            let text = list.to_string();
            assert_eq!(IpAllowList::text_allows(&text, address), expected, "{list} {ip}");
            assert!(!IpAllowList::text_allows(&text, None));
        }
        assert!(IpAllowList::default().allows(None));
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in
            ["", "10.0.0.0/33", "10.0.0", "localhost", "10.0.0.0/8 ", "fe80::1%eth0", "010.0.0.1"]
        {
            assert!(IpAllowList::parse([text]).is_err(), "{text:?}");
        }
        assert!(IpAllowList::parse((0..101).map(|n| format!("10.0.0.{n}"))).is_err());
    }
}
