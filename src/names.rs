//! The addresses of a name, for a program that is linked statically.
//!
//! The system's own resolver is no choice there: it loads `libnss_*` of whatever C library the machine has
//! into a program that was linked with another. Like it, this one reads `/etc/hosts` and
//! `/etc/resolv.conf` at each look-up, so that a network that comes up late, or changes, is noticed; and
//! asks the name server of the machine itself where no other is named. A look-up belongs to a new
//! connection, not to a request, and what is found is not kept.
//!
//! What is absent here: everything else that `/etc/nsswitch.conf` may name, such as mDNS.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use hickory_resolver::config::{LookupIpStrategy, ResolveHosts, ResolverConfig, ResolverOpts};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::op::Query;
use hickory_resolver::proto::rr::{self, RecordType};
use hickory_resolver::system_conf::parse_resolv_conf;
use hickory_resolver::{Hosts, TokioResolver};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

const RESOLV_CONF: &str = "/etc/resolv.conf";
/// What `resolv.conf(5)` says for a file that names no server, or is not there.
const OWN_MACHINE: &str = "nameserver 127.0.0.1";

/// Looks names up without the C library.
#[derive(Debug, Clone, Copy)]
pub struct Names;

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // The port is that of the URL.
            let places = addresses(name.as_str()).await?.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(places) as Addrs)
        })
    }
}

/// The addresses of a name.
///
/// # Errors
/// When there is none, or no name server can be asked.
pub(crate) async fn addresses(name: &str) -> Result<Vec<IpAddr>, NetError> {
    if let Ok(address) = name.parse() {
        return Ok(vec![address]);
    }
    let addresses = in_hosts_file(name);
    if addresses.is_empty() { Ok(resolver()?.lookup_ip(name).await?.iter().collect()) } else { Ok(addresses) }
}

/// The addresses of a name in `/etc/hosts`. A name that is there is asked of no server, also when only
/// one kind of address is given: the servers may be out of reach.
fn in_hosts_file(name: &str) -> Vec<IpAddr> {
    let (Ok(hosts), Ok(name)) = (Hosts::from_system(), rr::Name::from_str(name)) else { return Vec::new() };
    let mut addresses = Vec::new();
    for kind in [RecordType::A, RecordType::AAAA] {
        if let Some(found) = hosts.lookup_static_host(&Query::query(name.clone(), kind)) {
            addresses.extend(found.answers().iter().filter_map(|record| record.data.ip_addr()));
        }
    }
    addresses
}

/// A resolver for the servers that the machine names now.
fn resolver() -> Result<TokioResolver, NetError> {
    let (servers, options) = servers(&std::fs::read(RESOLV_CONF).unwrap_or_default())?;
    let mut builder = TokioResolver::builder_with_config(servers, TokioRuntimeProvider::default());
    *builder.options_mut() = options;
    builder.options_mut().ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
    builder.options_mut().use_hosts_file = ResolveHosts::Never;
    builder.build()
}

fn servers(resolv_conf: &[u8]) -> Result<(ResolverConfig, ResolverOpts), NetError> {
    parse_resolv_conf(resolv_conf).or_else(|_| parse_resolv_conf(OWN_MACHINE))
}
