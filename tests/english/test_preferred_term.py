"""A book that prints "ethnic minority" in place of BME: its grammar, and a whole book beside the default."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from wres.english.preferred_term import OTHER, STANDARD, PreferredTerm

SPEECH = PreferredTerm(OTHER)
KEPT = PreferredTerm(OTHER, ("BME Staff Network", "Race & BME Forum"))
TOLD = "\ue000i2.likelihood.bme.2023\ue00114.0%\ue002"  # a figure in a sentence, as markup.told writes it

# What is written for BME, by what stands around it. Written by hand.
SAID = [
    # inside a sentence
    ("More BME staff stay.", "More ethnic minority staff stay."),
    ("White and BME staff", "White and ethnic minority staff"),
    ("the ICB's BME percentage", "the ICB's ethnic minority percentage"),
    ("BME-led and non-BME posts", "Ethnic minority-led and non-ethnic minority posts"),
    ("White ÷ BME, by year; 1 is equal", "White ÷ ethnic minority, by year; 1 is equal"),
    ("(appointed BME ÷ shortlisted BME)", "(appointed ethnic minority ÷ shortlisted ethnic minority)"),
    ("There were BME and White respondents.", "There were ethnic minority and White respondents."),
    ("It was 12% for BME and 8% for White staff.", "It was 12% for ethnic minority and 8% for White staff."),
    # at its start
    ("BME staff: 99 people", "Ethnic minority staff: 99 people"),
    ("It fell. BME staff were fewer.", "It fell. Ethnic minority staff were fewer."),
    ("Is it so? “BME” is said.", "Is it so? “Ethnic minority” is said."),
    ("e.g. BME staff", "e.g. ethnic minority staff"),
    ("rose by 2.5 BME staff", "rose by 2.5 ethnic minority staff"),
    ("BMEs and others; other BMEs", "Ethnic minorities and others; other ethnic minorities"),
    # with an article
    ("a BME member", "an ethnic minority member"),
    ("A BME member", "An ethnic minority member"),
    ("In so small a BME group", "In so small an ethnic minority group"),
    ("Band 8a BME staff", "Band 8a ethnic minority staff"),
    ("no BME member", "no ethnic minority member"),
    # said of people
    ("24.1% are BME.", "24.1% are from ethnic minorities."),
    ("if all were BME, it would", "if all were from ethnic minorities, it would"),
    ("if all unknowns were BME", "if all unknowns were from ethnic minorities"),
    ("23.5% of the workforce is BME, beside", "23.5% of the workforce is from an ethnic minority, beside"),
    ("members are not BME.", "members are not from ethnic minorities."),
    ("were recorded as BME on 31 March", "were recorded as being from an ethnic minority on 31 March"),
    ("everyone taken as BME: staff", "everyone taken as being from an ethnic minority: staff"),
    ("The population is 27.9% BME.", "The population is 27.9% ethnic minority."),
    ("There are BME staff", "There are ethnic minority staff"),
    # a label beside White and Unknown
    ("BME", "Ethnic minority"),
    ("2023, BME", "2023, Ethnic minority"),
    ("Whole board: BME", "Whole board: Ethnic minority"),
    ("2023, White: 1%; 2023, BME: 2%.", "2023, White: 1%; 2023, Ethnic minority: 2%."),
    ("Indicator 2, likelihood, BME, 2023", "Indicator 2, likelihood, Ethnic minority, 2023"),
    ("Likelihood, BME (%)", "Likelihood, Ethnic minority (%)"),
    ("appointed, BME = 3; appointed", "appointed, Ethnic minority = 3; appointed"),
    ("Gap, BME less White (percentage points)", "Gap, ethnic minority less White (percentage points)"),
    ("Clinical, Band 8a: BME share (%)", "Clinical, Band 8a: ethnic minority share (%)"),
    # the abbreviation explained
    ("for black and minority ethnic (BME) staff", "for ethnic minority staff"),
    ("Black, Asian and minority ethnic (BME) staff", "Ethnic minority staff"),
    # what only looks like it
    ("bme, BMEX and ABME", "bme, BMEX and ABME"),
    # around a figure
    (f"{TOLD} of BME staff and a BME lead", f"{TOLD} of ethnic minority staff and an ethnic minority lead"),
    (f"It was {TOLD}. BME staff", f"It was {TOLD}. Ethnic minority staff"),
]


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text for text, _ in SAID])
def test_ethnic_minority_is_said_with_the_grammar_that_it_needs(text: str, expected: str):
    assert SPEECH.text(text) == expected
    assert SPEECH.text(expected) == expected


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text for text, _ in SAID])
def test_a_page_and_its_notes_say_the_same_as_a_label(text: str, expected: str):
    assert SPEECH.html(f"<tr><td>{text}</td><td>1</td></tr>") == f"<tr><td>{expected}</td><td>1</td></tr>"
    assert SPEECH.html(f'<img alt="{text}">') == f'<img alt="{expected}">'
    assert SPEECH.markdown(f"## Title\n\n- {text}\n- 2") == f"## Title\n\n- {expected}\n- 2"


@pytest.mark.parametrize("text", [text for text, _ in SAID])
def test_the_standards_word_changes_nothing(text: str):
    speech = PreferredTerm()
    assert speech.text(text) == speech.html(text) == speech.markdown(text) == text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # a tag inside a sentence parts no sentence, a tag around a block does
        ("<p><a>3</a> BME members</p>", "<p><a>3</a> ethnic minority members</p>"),
        ("<p>It is a <em>BME</em> view</p>", "<p>It is an <em>ethnic minority</em> view</p>"),
        ("<p><strong>BME</strong> staff</p>", "<p><strong>Ethnic minority</strong> staff</p>"),
        ("<li>So.</li><li>BME staff</li>", "<li>So.</li><li>Ethnic minority staff</li>"),
        ("<p>recorded as <b>BME</b></p>", "<p>recorded as <b>being from an ethnic minority</b></p>"),
        ("<p>minority ethnic (<i>BME</i>)</p>", "<p>minority ethnic (<i>ethnic minority</i>)</p>"),
        ("<p>Black and minority ethnic (<i>BME</i>) staff</p>", "<p>Ethnic minority<i></i> staff</p>"),
        ("<p>&#34;BME&#34; it says</p>", "<p>&#34;Ethnic minority&#34; it says</p>"),
        # attributes that are read out or shown, and those that are not
        ('<img alt="A BME view" src="BME.svg">', '<img alt="An ethnic minority view" src="BME.svg">'),
        ('<tr id="BME" data-theme="BME staff">', '<tr id="BME" data-theme="Ethnic minority staff">'),
        ('<a href="#BME" title="BME">x</a>', '<a href="#BME" title="Ethnic minority">x</a>'),
        ('<a data-figure="i1.BME" data-name="BME.csv" download="BME.csv">', None),
        # the term itself
        ("<p>Of <dfn>BME</dfn> and BME staff</p>", "<p>Of <dfn>BME</dfn> and ethnic minority staff</p>"),
    ],
)  # fmt: skip
def test_html_is_reworded_in_what_is_read_and_nowhere_else(html: str, expected: str | None):
    assert SPEECH.html(html) == (html if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# BME staff\n\nBME staff", "# Ethnic minority staff\n\nEthnic minority staff"),
        ("holds White and\nBME staff", "holds White and\nethnic minority staff"),
        ("**BME** staff", "**Ethnic minority** staff"),
        ("[BME staff](BME) and `BME`", "[Ethnic minority staff](BME) and `BME`"),
        ('<span id="BME">BME</span>', '<span id="BME">Ethnic minority</span>'),
        ("of {{ BME }} a BME one", "of {{ BME }} an ethnic minority one"),
    ],
)
def test_markdown_is_reworded_in_its_text_and_nowhere_else(text: str, expected: str):
    assert SPEECH.markdown(text) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a BME Staff Network for BME staff", "a BME Staff Network for ethnic minority staff"),
        ("<p>the BME\nstaff network</p>", "<p>the BME\nstaff network</p>"),
        ("Race &amp; BME Forum, BME forum", "Race &amp; BME Forum, ethnic minority forum"),
    ],
)
def test_names_that_are_kept_keep_the_standards_word(html: str, expected: str):
    assert KEPT.html(html) == expected


# A whole book

TERM = {"about", "glossary"}  # pages that explain the standard's term
CONTACT = {"contacts", "accessibility"}  # pages that name whom to ask, as the return does
SPOKEN = ("alt", "title", "aria-label", "placeholder", "content", "data-theme")


@pytest.fixture(scope="module")
def standard(site: Path) -> dict[str, BeautifulSoup]:
    """The pages of the default book."""
    return pages(site)


@pytest.fixture(scope="module")
def otherwise(house_site: Path) -> dict[str, BeautifulSoup]:
    """The pages of the same book with its own settings."""
    return pages(house_site)


def pages(site: Path) -> dict[str, BeautifulSoup]:
    """The pages of a book, by name."""
    paths = sorted(site.glob("*.html"))
    return {path.stem: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in paths}


def texts(page: BeautifulSoup) -> list[str]:
    """All that a page shows or has read out, but for the term that it explains and names that are kept."""
    page = BeautifulSoup(str(page), "html.parser")
    for term in page.find_all("dfn"):
        term.extract()
    shown = [" ".join(page.get_text(" ").split()).replace("BME Staff Network", "")]
    tags: list[Tag] = page.find_all(True)
    return [*shown, *(str(tag[name]) for tag in tags for name in SPOKEN if tag.has_attr(name))]


def test_no_page_says_bme_where_ethnic_minority_is_asked_for(otherwise: dict[str, BeautifulSoup]):
    left = {name: [t for t in texts(page) if STANDARD in t] for name, page in otherwise.items()}
    assert {name: found for name, found in left.items() if found} == {}
    said = {name for name, page in otherwise.items() if OTHER in " ".join(texts(page)).lower()}
    assert len(said) >= 16 and {"index", "indicator-9", "methods", "action-plan"} <= said


def test_the_term_of_the_standard_is_explained_and_stands_nowhere_else(otherwise: dict[str, BeautifulSoup]):
    terms = {name: [t.get_text() for t in page.find_all("dfn")] for name, page in otherwise.items()}
    assert {name for name, found in terms.items() if found} == TERM
    assert {term for found in terms.values() for term in found} == {STANDARD}
    glossary = otherwise["glossary"].find("dl")
    entries = {dt.get_text(): dt.find_next("dd").get_text() for dt in glossary.find_all("dt")}
    assert "this report prints “ethnic minority”" in entries["BME"] and "“bme”" in entries["BME"]
    assert entries["Ethnic minority"] == "What this report prints for BME, the standard's term."


def test_the_default_book_keeps_the_word_of_the_standard(standard: dict[str, BeautifulSoup]):
    assert not any(page.find_all("dfn") for page in standard.values())
    said = {name for name, page in standard.items() if "Ethnic minority" in page.get_text()}
    assert said == set()
    assert "The term BME, black and minority ethnic, is the standard's own." in standard["about"].get_text()


def test_every_word_but_that_one_is_the_same_in_both_books(
    standard: dict[str, BeautifulSoup], otherwise: dict[str, BeautifulSoup]
):
    """Take both words away, with the articles and capitals that hang on them, and nothing differs."""
    several = re.compile(
        r"\bBMEs?\b|(?:\bbeing )?(?:\bfrom )?(?:\ban )?\bethnic minorit(?:y|ies)\b", re.IGNORECASE
    )

    def rest(page: BeautifulSoup) -> str:
        main = BeautifulSoup(str(page.find("main")), "html.parser")
        text = " ".join(main.get_text(" ").split())
        text = re.sub(r"black and minority ethnic \(BME\)", "BME", text)
        return re.sub(r"\ban? (?=~)", "", several.sub("~", text))

    assert standard.keys() == otherwise.keys()
    differ = [
        name for name in standard.keys() - TERM - CONTACT if rest(standard[name]) != rest(otherwise[name])
    ]
    assert differ == []


def test_every_figure_is_the_same_in_both_books(site: Path, house_site: Path):
    assert (site / "figures.csv").read_bytes() == (house_site / "figures.csv").read_bytes()
    charts = sorted(path.name for path in (site / "charts").glob("*.csv"))
    assert len(charts) >= 14
    for name in charts:
        assert (site / "charts" / name).read_bytes() == (house_site / "charts" / name).read_bytes()
    one, other = (json.loads((folder / "manifest.json").read_text()) for folder in (site, house_site))
    assert one["figures_sha256"] == other["figures_sha256"]
    assert (one["word_for_bme"], other["word_for_bme"]) == (STANDARD, OTHER)


def test_addresses_ids_and_files_are_the_same_in_both_books(
    site: Path, house_site: Path, standard: dict[str, BeautifulSoup], otherwise: dict[str, BeautifulSoup]
):
    own = {"accent.css", "logo.png"}
    one, other = (
        {p.relative_to(s).as_posix() for p in s.rglob("*") if p.is_file()} for s in (site, house_site)
    )
    assert other - own == one
    for name, page in standard.items():
        if name in TERM:
            continue
        for attribute in ("id", "href", "data-figure", "download", "src", "srcset"):
            found, same = (
                [tag[attribute] for tag in p.find("main").find_all(attrs={attribute: True})]
                for p in (page, otherwise[name])
            )
            assert found == same or attribute == "id"
            assert [re.sub("ethnic-minority", "bme", id) for id in same] == found


def test_the_pictures_say_what_the_page_says(site: Path, house_site: Path):
    """Text in a chart is drawn as paths; matplotlib notes it in comments."""

    def drawn(path: Path) -> list[str]:
        return re.findall(r"<!-- (.*?) -->", path.read_text(encoding="utf-8"), re.DOTALL)

    pictures = sorted(path.name for path in (site / "charts").glob("*.svg"))
    with_key = [name for name in pictures if "BME" in drawn(site / "charts" / name)]
    assert len(with_key) >= 16  # of eight indicators and the workforce, wide and narrow
    for name in pictures:
        said = drawn(house_site / "charts" / name)
        assert not any("BME" in each for each in said)
        assert ("Ethnic minority" in said) == (name in with_key)


def test_the_search_finds_what_is_printed(house_site: Path):
    index = (house_site / "searchindex.js").read_text(encoding="utf-8")
    names = json.loads(re.search(r'"?docnames"?:\s*(\[[^\]]*\])', index)[1])

    def found(word: str) -> set[str]:
        places = re.findall(rf'"{word}": (\[[\d, ]*\]|\d+)', index)  # of texts and of headings
        return {names[int(n)] for n in re.findall(r"\d+", " ".join(places))}

    assert found("bme") == TERM | CONTACT  # a name that is kept
    assert {"index", "indicator-1", "workforce"} <= found("minor") & found("ethnic")
