//! A storm: customers ask as fast as they are answered, while programs are killed, the database server comes and goes,
//! clocks jump, and calls of Telegram's fail.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::Instant;

use super::clocks::Clocks;
use super::crowd::Crowd;
use super::oracle::{self, Blow};
use crate::fake_bot_api::{FakeBotApi, Fault, State, TOKEN};
use crate::postgres_server::Server;
use crate::program::Program;
use crate::random::Random;

/// Time enough for a slow machine to answer anything, and for the lease of a reply whose sender was killed.
const PATIENCE: Duration = Duration::from_secs(240);

/// Telegram takes this long to answer a send.
const LATENCY: Duration = Duration::from_millis(2);

/// One call in so many goes wrong.
const TROUBLE: usize = 200;

/// What goes wrong with some calls.
const FAULTS: [Fault; 5] = [Fault::Json(500), Fault::Html(502), Fault::Lost, Fault::DoneThenCut, Fault::Flood(1)];

/// Where the bot runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// One process that polls, on a file.
    OneOnSqlite,
    /// So many processes on one PostgreSQL, which Telegram reaches through a load balancer.
    ReplicasOnPostgres(usize),
}

/// What happens.
#[derive(Debug)]
pub struct Storm {
    /// What is random depends on this.
    pub seed: u64,
    /// Where the bot runs.
    pub place: Place,
    /// So many customers …
    pub customers: i64,
    /// … ask so many questions each, and one more when all is quiet.
    pub questions: usize,
    /// So many questions wait for an answer at most.
    pub backlog: usize,
    /// So often one process is killed and started again.
    pub kills: usize,
    /// So often the database server stops and starts again.
    pub restarts: usize,
    /// So often the clock of one process jumps.
    pub jumps: usize,
}

/// What happens to the bot when so much is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Kill(usize),
    Restart(usize),
    Jump(usize),
}

impl Storm {
    /// Lets it rage; fails where anything is lost, handled twice, out of order, or twice without a reason.
    pub async fn rage(&self) {
        println!("{self:?}");
        let mut random = Random(self.seed);
        let api = FakeBotApi::with_latency(LATENCY).await;
        let server = (self.place != Place::OneOnSqlite).then(|| Arc::new(Server::own()));
        let database = server.as_ref().map(|server| server.database());
        let clocks = (self.jumps > 0).then(|| Clocks::of(programs_of(self.place)));
        let mut programs = self.start(&api, database.as_deref(), clocks.as_ref());
        let crowd = Crowd::learn(&api, self.customers, self.questions, PATIENCE).await;
        let everybody = move |state: &State| state.starts >= programs_of(self.place);
        api.wait_at_most(PATIENCE, "all programs are there", everybody).await;
        let unheard = trouble(&api, self.seed);
        let started = Instant::now();

        let mut events = self.events(&mut random);
        events.sort_unstable();
        let asking = crowd.ask(&api, &mut random, self.backlog, database.is_some(), PATIENCE);
        let mut off = Random(self.seed ^ 0xc10c);
        let jump = |program| clocks.iter().for_each(|clocks| clocks.jump(program, &mut off));
        let striking = strike(&api, &mut programs, server.as_ref(), &events, jump);
        let ((), blows) = tokio::join!(asking, striking);
        let asked_in = started.elapsed();
        api.no_trouble();
        crowd.all_answered(&api, self.questions, PATIENCE).await;
        // An answer that is sent twice comes before the next one to the same customer: with one more for everybody,
        // nothing can be on its way any more.
        crowd.ask_once_more(&api);
        crowd.all_answered(&api, self.questions + 1, PATIENCE).await;

        let unheard = unheard.load(Ordering::Relaxed);
        let twice = oracle::judge(&api, &crowd, &blows, unheard);
        for program in &mut programs {
            assert!(program.terminate().success(), "it ends when it is asked to");
            oracle::assert_nothing_private(&program.log(), TOKEN);
        }
        let file = format!("sqlite:{}", programs[0].store().display());
        oracle::judge_store(database.as_deref().unwrap_or(&file), &crowd).await;
        api.assert_no_violations();
        let updates = usize::try_from(self.customers).unwrap() * self.questions;
        println!(
            "seed {}: {updates} updates of {} conversations, {:.0} a second; {} kills, {} restarts of the database, \
             {} jumps of clocks, {unheard} answers of Telegram's cut off; lost 0, handled twice 0, out of order 0; sent twice {} \
             (under way at a kill or a restart {}, answer cut off {})",
            self.seed,
            self.customers,
            oracle::rate(updates, asked_in),
            self.kills,
            self.restarts,
            self.jumps,
            twice.at_a_blow + twice.unheard,
            twice.at_a_blow,
            twice.unheard,
        );
    }

    fn start<'a>(&self, api: &'a FakeBotApi, database: Option<&str>, clocks: Option<&Clocks>) -> Vec<Program<'a>> {
        let ports: Vec<u16> = (0..programs_of(self.place)).map(|_| free_port()).collect();
        let known = format!("http://127.0.0.1:{}/in", ports[0]);
        let start = |(program, port): (usize, &u16)| {
            let mut settings = vec![("TANYA_LOG__LEVEL", "info".to_owned())];
            settings.extend(clocks.into_iter().flat_map(|clocks| clocks.variables(program)));
            if let Some(url) = database {
                settings.push(("TANYA_STORE__URL", url.to_owned()));
                settings.push(("TANYA_TELEGRAM__WEBHOOK__URL", known.clone()));
                settings.push(("TANYA_TELEGRAM__WEBHOOK__LISTEN", format!("127.0.0.1:{port}")));
            }
            let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
            Program::start_with(api, &settings)
        };
        let programs = ports.iter().enumerate().map(start).collect();
        api.change(|state| state.balanced = ports);
        programs
    }

    /// What happens after so many answers.
    fn events(&self, random: &mut Random) -> Vec<(usize, Event)> {
        let answers = usize::try_from(self.customers).unwrap() * self.questions;
        let kills = (0..self.kills).map(|_| Event::Kill(random.below(programs_of(self.place))));
        let events: Vec<Event> = kills.chain((0..self.restarts).map(Event::Restart)).collect();
        let jumps = (0..self.jumps).map(|jump| Event::Jump(jump % programs_of(self.place)));
        let events: Vec<Event> = events.into_iter().chain(jumps).collect();
        events.into_iter().map(|event| (random.below(answers), event)).collect()
    }
}

fn programs_of(place: Place) -> usize {
    match place {
        Place::OneOnSqlite => 1,
        Place::ReplicasOnPostgres(replicas) => replicas,
    }
}

/// A port of this machine that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Some calls go wrong from now on; counts those that are done without the bot hearing of it.
fn trouble(api: &FakeBotApi, seed: u64) -> Arc<AtomicUsize> {
    let unheard = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&unheard);
    let mut random = Random(seed ^ 0x5eed);
    api.trouble(move |method| {
        if method != "sendMessage" || random.below(TROUBLE) > 0 {
            return None;
        }
        let fault = FAULTS[random.below(FAULTS.len())];
        if matches!(fault, Fault::DoneThenCut) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        Some(fault)
    });
    unheard
}

/// Kills and starts again whatever the events say, when it is time.
async fn strike(
    api: &FakeBotApi,
    programs: &mut [Program<'_>],
    server: Option<&Arc<Server>>,
    events: &[(usize, Event)],
    mut jump: impl FnMut(usize),
) -> Vec<Blow> {
    let mut blows = Vec::new();
    let before = api.look(|state| state.posted.len());
    for (moment, event) in events {
        let reached = move |state: &State| state.posted.len() >= before + moment;
        api.wait_at_most(PATIENCE, "so much is answered", reached).await;
        let from = Instant::now();
        let struck = match (event, server) {
            (Event::Kill(program), _) => {
                programs[*program].kill();
                1
            }
            (Event::Restart(number), Some(server)) => {
                let stopping = Arc::clone(server);
                spawn_blocking(move || stopping.stop()).await.unwrap();
                // Once one of the programs dies meanwhile, too.
                if number % 2 == 0 {
                    programs[0].kill();
                }
                let starting = Arc::clone(server);
                spawn_blocking(move || starting.start_again()).await.unwrap();
                programs.len()
            }
            (Event::Jump(program), _) => {
                jump(*program);
                continue;
            }
            (Event::Restart(_), None) => unreachable!("a file does not restart"),
        };
        blows.push(Blow { from, until: Instant::now(), programs: struck });
        revive(programs);
    }
    revive(programs);
    blows
}

/// Starts again what has ended, as whoever looks after services does.
fn revive(programs: &mut [Program<'_>]) {
    for program in programs {
        if !program.runs() {
            program.start_again();
        }
    }
}
