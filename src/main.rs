//! temporary
use tanya::{knowledge::{self,Files}, language::Language, understanding::{Mind,Understand}, conversation::Context, evaluate};
fn main() -> anyhow::Result<()> {
    let t=std::time::Instant::now();
    let loaded = knowledge::load(&[Files::shipped_knowledge()]);
    for p in &loaded.problems { println!("{p}"); }
    let mind = Mind::build(&loaded.library, Language::Indonesian)?;
    println!("built {:?}", t.elapsed());
    let cases = evaluate::cases::read(&std::fs::read_to_string("tests/evaluation/dev.jsonl")?).map_err(anyhow::Error::msg)?;
    let ctx = Context{library:&loaded.library, understanding:&mind, default_language: Language::Indonesian};
    let t=std::time::Instant::now();
    let preds: Vec<_> = cases.iter().map(|c| evaluate::predict(&ctx, c)).collect();
    println!("each {:?}", t.elapsed()/cases.len() as u32);
    // forced
    let mut right=std::collections::BTreeMap::new();
    for c in cases.iter().filter(|c| c.in_scope()) {
        let e = mind.explain(&c.q);
        let l = &e.candidates[0].label;
        let l = match l.as_str() {"@greeting"|"@thanks"|"@goodbye"|"@identity"|"@chitchat"|"@language" => "@smalltalk", x=>x};
        let ok = c.accepts(l);
        let x: &mut (usize,usize) = right.entry(c.lang).or_default(); x.1+=1; if ok {x.0+=1} else if std::env::var("V").is_ok() { println!("{} [{}] {:?} -> {:?}", c.q, e.stems.join(" "), c.accept, e.candidates.iter().take(3).map(|c| (c.label.clone(), c.confidence)).collect::<Vec<_>>()); }
    }
    println!("forced {right:?}");
    for (c,p) in cases.iter().zip(&preds) { if c.lang!=p.language { println!("LANG {} {:?} {:?}", c.q, c.lang, mind.detect(&c.q)); } }
    print!("{}", evaluate::report::table(&evaluate::summarise(&cases,&preds)));
    Ok(())
}
