//! The addresses of a name, for a program that is linked statically.
//!
//! The system's own resolver is no choice there: it loads `libnss_*` of whatever C library the machine has
//! into a program that was linked with another. Like it, this one reads `/etc/hosts` and
//! `/etc/resolv.conf` at each look-up, so that a network that comes up late, or changes, is noticed; and
//! asks the name server of the machine itself where no other is named. A look-up belongs to a new
//! connection, not to a request, and what is found is not kept.
//!
//! What is absent here: everything else that `/etc/nsswitch.conf` may name, such as mDNS.

use std::net::SocketAddr;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{LookupIpStrategy, ResolverConfig, ResolverOpts};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::system_conf::parse_resolv_conf;
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
            let found = resolver()?.lookup_ip(name.as_str()).await?;
            // The port is that of the URL.
            let addresses: Vec<SocketAddr> = found.iter().map(|address| SocketAddr::new(address, 0)).collect();
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// A resolver for what the machine's files say now.
fn resolver() -> Result<TokioResolver, NetError> {
    let (servers, options) = servers(&std::fs::read(RESOLV_CONF).unwrap_or_default())?;
    let mut builder = TokioResolver::builder_with_config(servers, TokioRuntimeProvider::default());
    *builder.options_mut() = options;
    builder.options_mut().ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
    builder.options_mut().cache_size = 1;
    builder.build()
}

fn servers(resolv_conf: &[u8]) -> Result<(ResolverConfig, ResolverOpts), NetError> {
    parse_resolv_conf(resolv_conf).or_else(|_| parse_resolv_conf(OWN_MACHINE))
}
