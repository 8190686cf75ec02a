//! How long it takes to understand a text, and to be ready to.

mod messages;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use messages::MESSAGES;
use tanya::knowledge::{self, Files};
use tanya::language::Language;
use tanya::understanding::{Mind, Understand};

fn understanding(criterion: &mut Criterion) {
    let library = knowledge::load(&[Files::shipped_knowledge()]).library;
    let mind = match Mind::build(&library, Language::Indonesian) {
        Ok(mind) => mind,
        Err(error) => panic!("the shipped knowledge must be understood: {error}"),
    };
    let mut next = MESSAGES.iter().cycle();
    criterion.bench_function("understand a text", |bench| {
        bench.iter(|| next.next().map(|text| mind.understand(black_box(text))));
    });
    let worst = "a".repeat(4096);
    criterion.bench_function("understand 4,096 times one letter", |bench| {
        bench.iter(|| mind.understand(black_box(&worst)));
    });
    let mut group = criterion.benchmark_group("start");
    group.sample_size(10);
    group.bench_function("ready to answer", |bench| {
        bench.iter(|| {
            let library = knowledge::load(&[Files::shipped_knowledge()]).library;
            Mind::build(&library, Language::Indonesian).map(black_box)
        });
    });
    group.finish();
}

criterion_group!(benches, understanding);
criterion_main!(benches);
