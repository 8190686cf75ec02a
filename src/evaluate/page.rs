//! An evaluation as one page of HTML that opens from disk: tables and charts, nothing fetched.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use plotters::prelude::*;

use super::comparison::Comparison;
use super::outcome::{Evaluation, Scored};
use super::reliability::calibration_error;
use super::scores::Scores;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}\
    table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .7rem;border-bottom:1px solid #ddd;text-align:right}\
    td:first-child,th:first-child{text-align:left}td.text{text-align:left}svg{max-width:100%;height:auto}";

/// A chart that could not be drawn.
type Undrawable = DrawingAreaErrorKind<std::io::Error>;

/// One of the shares of a group.
type Share = fn(&Scores) -> f64;

/// The page.
///
/// # Errors
/// When a chart cannot be drawn.
pub fn page(title: &str, evaluation: &Evaluation, comparison: Option<&Comparison<'_>>) -> Result<String, Undrawable> {
    let charts = [accuracy_chart(evaluation)?, reliability_chart(evaluation)?];
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { (title) } style { (PreEscaped(STYLE)) } }
            body {
                h1 { (title) }
                (scores(evaluation))
                h2 { "First answers, per language" }
                (PreEscaped(&charts[0]))
                h2 { "Does confidence mean what it says?" }
                (PreEscaped(&charts[1]))
                p { "Mean distance from the truth: " (format!("{:.3}", calibration_error(&evaluation.reliability))) }
                @if let Some(comparison) = comparison { (compared(comparison)) }
                (taken_for_another(evaluation))
            }
        }
    };
    Ok(page.into_string())
}

fn scores(evaluation: &Evaluation) -> Markup {
    let summary = &evaluation.summary;
    let styles = summary.styles.iter();
    let groups = [("all".to_owned(), &summary.overall)].into_iter();
    let groups = groups.chain(summary.languages.iter().map(|(name, scores)| (name.clone(), scores)));
    let groups: Vec<(String, &Scores)> = groups.chain(styles.map(|(name, scores)| (name.clone(), scores))).collect();
    html! {
        table {
            tr { @for head in ["", "messages", "acc@1", "acc@3", "coverage", "wrong", "refusal", "choices@none", "language"] { th { (head) } } }
            @for (name, of) in &groups {
                tr {
                    td { (name) } td { (of.count) }
                    @for share in [of.accuracy_at_1, of.accuracy_at_3, of.coverage, of.wrong_answer_rate, of.out_of_scope_refusal, of.choices_on_none, of.language_right] {
                        td { (format!("{share:.3}")) }
                    }
                }
            }
        }
    }
}

fn taken_for_another(evaluation: &Evaluation) -> Markup {
    html! {
        h2 { "Taken for another" }
        table {
            tr { th { "right" } th { "given" } th { "times" } th { "messages" } }
            @for one in &evaluation.confusions {
                tr {
                    td { (one.right) } td.text { (one.given) } td { (one.messages.len()) }
                    td.text { @for message in &one.messages { (message) br; } }
                }
            }
        }
    }
}

fn compared(comparison: &Comparison<'_>) -> Markup {
    let list = |name: &str, messages: &[&Scored]| {
        html! {
            h3 { (name) " (" (messages.len()) ")" }
            ul { @for one in messages { li { (one.q) " — " (one.answer.as_deref().unwrap_or("no answer")) } } }
        }
    };
    html! {
        h2 { "Since the evaluation before" }
        (list("Better", &comparison.better))
        (list("Worse", &comparison.worse))
        (list("Newly wrong", &comparison.newly_wrong))
    }
}

/// Accuracy and wrong answers of each language as bars.
fn accuracy_chart(evaluation: &Evaluation) -> Result<String, Undrawable> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (720, 300)).into_drawing_area();
        let languages: Vec<(&String, &Scores)> = evaluation.summary.languages.iter().collect();
        let mut chart = ChartBuilder::on(&area)
            .margin(10)
            .x_label_area_size(30)
            .y_label_area_size(40)
            .build_cartesian_2d(0.0..languages.len().max(1) as f64, 0.0..1.0)?;
        let name = |at: &f64| {
            let whole = languages.get(*at as usize).filter(|_| (at.fract() - 0.5).abs() < 1e-6);
            whole.map(|(name, _)| (*name).clone()).unwrap_or_default()
        };
        chart.configure_mesh().disable_x_mesh().x_labels(languages.len() * 2 + 1).x_label_formatter(&name).draw()?;
        let series: [(&str, RGBColor, Share); 3] = [
            ("first answer right", BLUE, |of| of.accuracy_at_1),
            ("among three", GREEN, |of| of.accuracy_at_3),
            ("wrong answers", RED, |of| of.wrong_answer_rate),
        ];
        for (place, (label, colour, share)) in series.into_iter().enumerate() {
            let left = |at: usize| at as f64 + 0.14 + 0.24 * place as f64;
            let bars = languages.iter().enumerate().map(|(at, (_, scores))| {
                Rectangle::new([(left(at), 0.0), (left(at) + 0.22, share(scores))], colour.filled())
            });
            let legend = move |(x, y)| Rectangle::new([(x, y - 5), (x + 12, y + 5)], colour.filled());
            chart.draw_series(bars)?.label(label).legend(legend);
        }
        chart.configure_series_labels().border_style(BLACK).background_style(WHITE).draw()?;
        area.present()?;
    }
    Ok(svg)
}

/// The share that is right over the confidence, and the line on which both are the same.
fn reliability_chart(evaluation: &Evaluation) -> Result<String, Undrawable> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (420, 380)).into_drawing_area();
        let mut chart = ChartBuilder::on(&area)
            .margin(10)
            .x_label_area_size(35)
            .y_label_area_size(45)
            .build_cartesian_2d(0.0..1.0, 0.0..1.0)?;
        chart.configure_mesh().x_desc("confidence").y_desc("right").draw()?;
        chart.draw_series(LineSeries::new([(0.0, 0.0), (1.0, 1.0)], BLACK.mix(0.4)))?;
        let points = || evaluation.reliability.iter().map(|bin| (bin.confidence, bin.right));
        chart.draw_series(LineSeries::new(points(), BLUE))?;
        let dots = evaluation.reliability.iter().map(|bin| {
            let size = 2 + (bin.messages as f64).sqrt() as i32 / 3;
            Circle::new((bin.confidence, bin.right), size, BLUE.filled())
        });
        chart.draw_series(dots)?;
        area.present()?;
    }
    Ok(svg)
}
