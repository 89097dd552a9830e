"""Which charts a page shows: figures in, charts out, each with its message, alt text and source."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wres import sentences
from wres.breaks import Break, breaks
from wres.drawing import COLOURS, YEAR_COLOURS, Bar, Draw, Words, bars, ratios, shown
from wres.figures import Figure
from wres.known import nobody_compared, nobody_in
from wres.markup import Shown, render, told
from wres.publication import Publication
from wres.representation import bands, base
from wres.returns import lookup
from wres.sources import published_work
from wres.terms import BY_NUMBER, CLUSTERS, GROUPS, STATUSES, SYNTHETIC, Indicator


def _broken(found: Sequence[Break], label: str = "{}") -> list[str]:
    """The labels of the years before which the series breaks, as the chart prints them."""
    return list(dict.fromkeys(label.format(each.after) for each in found))


def _gaps(found: Sequence[Break]) -> str:
    """The breaks as an alt text names them."""
    pairs = dict.fromkeys((each.before, each.after) for each in found)
    return "".join(f" The series breaks between {before} and {after}." for before, after in pairs)


def _shown(report: Publication, draw: Draw, name: str, words: Words, figures: Iterable[Figure]) -> Shown:
    """A chart in the words of the book; where its figures are invented, all of it says so."""
    speech = report.parlance
    if not report.synthetic:
        return shown(draw, name, words, figures, speech)
    alt, source = f"{SYNTHETIC} {words.alt}", f"{SYNTHETIC} In a real report: {words.source}"
    return shown(draw, name, replace(words, alt=alt, source=source), figures, speech, SYNTHETIC)


def _alt(drawn: Sequence[Bar], opening: str) -> str:
    """What a chart shows and its values, from the same figures."""
    values = [f"{b.label}, {b.series}: {_spoken(b.figure)}" for b in drawn]
    return f"{opening} {'; '.join(values)}."


def _spoken(figure: Figure) -> str:
    return figure.number if figure.known else STATUSES[figure.status].key


# The organisation


def workforce(report: Publication) -> Shown:
    """Share of staff by ethnicity and year."""
    drawn = [
        Bar(str(year), label, report.figures.find(f"workforce.share.{group}.{year}"))
        for year in report.span
        for group, label in GROUPS.items()
    ]
    found = breaks(report)
    return _shown(
        report,
        bars(drawn, COLOURS, broken=_broken(found)),
        "chart-workforce",
        Words(
            sentences.workforce_finding(report),
            f"Share of staff by ethnicity, {report.short_name}, {_period(report)}",
            _alt(drawn, "Bar chart of the share of staff by ethnicity and year.") + _gaps(found),
            "Source: Electronic Staff Record, 31 March of each year. Lines show 95% intervals.",
        ),
        (bar.figure for bar in drawn),
    )


def population(report: Publication) -> Shown:
    """BME share of the workforce beside that of the population it serves."""
    share = report.figures.find(f"workforce.share.bme.{report.year}")
    areas = report.figures.where(indicator="population", measure="share", group="bme")
    drawn = [Bar("Workforce", "Workforce", share)]
    drawn += [Bar(_area(report, f), "Population", f) for f in areas]
    whole = next((f for f in areas if f.breakdown == report.organisation.lower()), None)
    title = "BME share of the workforce and of the population it serves"
    if whole is not None and share.known and not nobody_in(report.figures, "workforce", "", report.year):
        title = (
            f"{told(share)} of the workforce is BME, beside {told(whole)} of the population of the ICB's area"
        )
    return _shown(
        report,
        bars(drawn, {"Workforce": "#003087", "Population": "#00A499"}),
        "chart-population",
        Words(
            title,
            f"BME share, workforce {report.year} and Census 2021 population",
            _alt(drawn, "Bar chart of the BME share of the workforce and of local populations."),
            "Source: Electronic Staff Record; Census 2021, Office for National Statistics.",
        ),
        (bar.figure for bar in drawn),
    )


def _area(report: Publication, figure: Figure) -> str:
    name = published_work(figure.source).split(": ", 1)[1]
    return "ICB area" if figure.breakdown == report.organisation.lower() else name


# The nine indicators


def indicator(report: Publication, number: int) -> Shown:
    """The chart or charts of an indicator's page."""
    by_formula = {
        "share by band": _bands,
        "relative likelihood": _likelihoods,
        "survey percentage": _survey,
        "board gap": _board,
    }
    return by_formula[BY_NUMBER[number].formula](report, BY_NUMBER[number])


def _bands(report: Publication, indicator: Indicator) -> Shown:
    labels = lookup(report.data, "pay_bands").set_index("code")["label"].to_dict()
    labels |= {"lower": "Bands below 8a", "senior": "Bands 8a and above"}
    of, years = base(report.figures), report.span[:3]
    colours = dict(zip(map(str, years), YEAR_COLOURS, strict=False))
    drawn: list[Bar] = []
    for breakdown in bands(report.figures, report.year):
        cluster, band = breakdown.split(".")
        found = [report.figures.find(f"i1.{of.share}.{breakdown}.bme.{year}") for year in years]
        if cluster != "other" and any(figure.known for figure in found):
            label = f"{CLUSTERS[cluster]},\n{labels[band]}"
            drawn += [Bar(label, str(year), figure) for year, figure in zip(years, found, strict=True)]
    if not drawn:
        return render("note", text="No share of a pay band can be drawn: the table below says why.")
    overall = report.figures.find(f"workforce.{of.share}.bme.{report.year}")
    start, end = f"i1.{of.share}", f"senior.bme.{report.year}"
    senior = [(report.figures.find(f"{start}.{cluster}.{end}"), f"of {label.lower()} staff")
              for cluster, label in CLUSTERS.items() if cluster != "other"]  # fmt: skip
    draw = bars(drawn, colours, overall, f"Workforce {report.year}: {overall.number}")
    return _shown(
        report,
        draw,
        "chart-indicator-1",
        Words(
            _message(report, indicator, "BME share in band 8a and above", senior),
            f"BME share of {of.staff} by cluster and pay band, {report.short_name}, {_period(report)}",
            _alt(drawn, "Bar chart of the BME share by cluster, pay band and year.").replace("\n", " ")
            + _gaps(breaks(report, 1)),
            "Source: Electronic Staff Record, 31 March of each year. Lines show 95% intervals. Bands "
            "of which nothing can be shown are left out.",
        ),
        (bar.figure for bar in drawn),
    )


def _rates(report: Publication, indicator: Indicator, measure: str) -> list[Bar]:
    return [
        Bar(
            str(year),
            GROUPS[group],
            report.figures.find(f"{indicator.key}.{measure}.{group}.{year}"),
        )
        for year in report.span
        for group in ("white", "bme")
    ]


def _likelihoods(report: Publication, indicator: Indicator) -> Shown:
    drawn = _rates(report, indicator, "likelihood")
    found, of = breaks(report, indicator.number), f"for {{}} {indicator.people}"
    chart = _shown(
        report,
        bars(drawn, COLOURS, broken=_broken(found)),
        f"chart-indicator-{indicator.number}",
        Words(
            _message(report, indicator, "likelihood", _both(report, indicator, "likelihood", of)),
            f"Likelihood to {indicator.happening}, {report.short_name}, {_period(report)}",
            _alt(drawn, f"Bar chart of the likelihood to {indicator.happening}, by ethnicity and year.")
            + _gaps(found),
            "Source: the organisation's return. Lines show 95% intervals.",
        ),
        (bar.figure for bar in drawn),
    )
    return Shown(chart.html + "\n" + _ratio(report, indicator).html)


def _message(report: Publication, indicator: Indicator, noun: str, shares: list[tuple[Figure, str]]) -> str:
    """The figures of the report year that a chart sets side by side, as its message."""
    if nobody_compared(report.figures, indicator, report.year):
        return sentences.first_sentence(sentences._nobody_known(report, indicator))
    said = " and ".join(f"{told(figure)} {of}" for figure, of in shares if figure.known)
    if not said:
        return f"The {noun} for {report.year} cannot be shown."
    return f"In {report.year} the {noun} was {said}."


def _both(report: Publication, indicator: Indicator, measure: str, of: str) -> list[tuple[Figure, str]]:
    """The rate of White and of BME people in the report year, each with whose it is."""
    found = [(report.figures.find(f"{indicator.key}.{measure}.{group}.{report.year}"), GROUPS[group])
             for group in ("white", "bme")]  # fmt: skip
    return [(figure, of.format(label)) for figure, label in found]


def _ratio_title(report: Publication, indicator: Indicator) -> str:
    """The ratio of the report year and of the year before, as the message of their chart."""
    start, year = f"{indicator.key}.relative_likelihood", report.year
    now, before = (report.figures.find(f"{start}.{y}") for y in (year, report.last_year or year))
    if not now.known:
        return f"The relative likelihood for {year} {sentences.WITHOUT[now.status]}."
    change = report.figures.find(f"{indicator.key}.relative_likelihood_change.{year}")
    first = f"The relative likelihood was {told(now)} in {year}"
    if report.last_year is None or not before.known:
        return f"{first}."
    verdict = sentences.CHANGES.get(change.evidence, "")
    return f"{first} and {told(before)} in {before.year}{f': {verdict}' if verdict else ''}."


def _ratio(report: Publication, indicator: Indicator) -> Shown:
    """The relative likelihood by year, with its interval, equality and the equal treatment range."""
    start = f"{indicator.key}.relative_likelihood"
    known = report.figures.where(indicator=indicator.key, measure="relative_likelihood")
    held = range(max(f.year for f in known), min(f.year for f in known) - 1, -1)
    drawn = [report.figures.find(f"{start}.{year}") for year in held]
    found = breaks(report, indicator.number)
    above, below = GROUPS[indicator.above], GROUPS[indicator.below]
    spoken = [f"{f.year}: {_spoken(f)}{f' (95% interval {f.interval})' if f.interval else ''}" for f in drawn]
    words = Words(
        _ratio_title(report, indicator),
        f"Relative likelihood, {above} ÷ {below}, by year; 1 is equal treatment",
        f"Chart of the relative likelihood by year, {above} compared with {below}. {'; '.join(spoken)}."
        + _gaps(found),
        "Source: the organisation's return. Lines show 95% intervals; a hollow point is known only "
        "as published, without counts.",
    )
    draw = ratios(drawn, list(dict.fromkeys(each.after for each in found)))
    return _shown(report, draw, f"chart-{start.replace('.', '-').replace('_', '-')}", words, drawn)


def _survey(report: Publication, indicator: Indicator) -> Shown:
    drawn = _rates(report, indicator, "percentage")
    both = _both(report, indicator, "percentage", "among {} respondents")
    found = breaks(report, indicator.number)
    return _shown(
        report,
        bars(drawn, COLOURS, broken=_broken(found)),
        f"chart-indicator-{indicator.number}",
        Words(
            _message(report, indicator, "percentage", both),
            f"Percentage who {indicator.happening}, {report.short_name}, {_period(report)}",
            _alt(drawn, f"Bar chart of the percentage who {indicator.happening}, by ethnicity and year.")
            + _gaps(found),
            "Source: NHS Staff Survey of the autumn before each report year. Lines show 95% intervals.",
        ),
        (bar.figure for bar in drawn),
    )


def _board(report: Publication, indicator: Indicator) -> Shown:
    drawn, found = [], breaks(report, indicator.number)
    for year in report.span:
        for group, label in GROUPS.items():
            workforce = report.figures.find(f"workforce.share.{group}.{year}")
            board = report.figures.find(f"i9.share.board.{group}.{year}")
            drawn.append(Bar(f"Board {year}", label, board))
            drawn.append(Bar(f"Workforce {year}", label, workforce))
    shares = [(report.figures.find(f"i9.share.board.bme.{report.year}"), "of the board"),
              (report.figures.find(f"workforce.share.bme.{report.year}"), "of the workforce")]  # fmt: skip
    return _shown(
        report,
        bars(drawn, COLOURS, broken=_broken(found, "Workforce {}")),
        "chart-indicator-9",
        Words(
            _message(report, indicator, "BME share", shares),
            f"Share of the board and of the workforce by ethnicity, {report.short_name}, {_period(report)}",
            _alt(drawn, "Bar chart of the share of the board and of the workforce by ethnicity and year.")
            + _gaps(found),
            "Source: the organisation's return. Lines show 95% intervals.",
        ),
        (bar.figure for bar in drawn),
    )


def _period(report: Publication) -> str:
    first, last = report.years[0], report.years[-1]
    return str(last) if first == last else f"{first} to {last}"
