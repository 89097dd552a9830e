"""The organisation's accent colour: measured as WCAG measures, refused where it cannot be read on."""

import re
from pathlib import Path

import pytest

import wres
from wres.returns.branding import colour as accent

SHEET = Path(wres.__file__).parent / "theme" / "style.css"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        # By hand: (1 + 0.05) / (0 + 0.05); with the weights 0.2126, 0.7152 and 0.0722 of red, green and blue
        # 1.05 / 0.2626, 1.05 / 0.7652, 1.05 / 0.1222.
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#ff0000", "#ffffff", 3.998),
        ("#00ff00", "#ffffff", 1.372),
        ("#ffffff", "#0000ff", 8.592),
        # (128 / 255 + 0.055) / 1.055 = 0.52792; to the power of 2.4: 0.21586; 1.05 / 0.26586
        ("#808080", "#FFFFFF", 3.949),
        # 10 / 255 / 12.92 = 0.0030353, below the bend; 1.05 / 0.0530353
        ("#0a0a0a", "#ffffff", 19.798),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float):
    assert accent.contrast(one, other) == pytest.approx(ratio, abs=0.0006)
    assert accent.contrast(other, one) == accent.contrast(one, other)


@pytest.mark.parametrize("colour", ["#767676", "#005eb8", "#7C2855", "#000000", "#0000ff"])
def test_a_colour_dark_enough_for_white_text_is_accepted(colour: str):
    assert list(accent.colour_problems(colour)) == []


def test_a_colour_just_too_pale_is_refused_with_what_was_measured_and_one_that_will_do():
    """#777777 is the best known near miss: 4.478, which is not to be told as 4.5."""
    ((found, expected),) = accent.colour_problems("#777777")
    assert found == "#777777 has a contrast of 4.47:1 with #ffffff"
    assert expected.startswith("4.5:1 or more, since white text stands on it in the header and on buttons")
    offered = re.search(r"such as (#[0-9a-f]{6})$", expected)
    assert offered
    assert accent.contrast(offered[1], "#ffffff") >= 4.5
    assert list(accent.colour_problems(offered[1])) == []


@pytest.mark.parametrize("colour", ["#ffffff", "#ffeb3b", "#f29f05", "#00A499"])
def test_a_pale_colour_is_refused_and_a_darker_shade_of_it_offered(colour: str):
    ((_, expected),) = accent.colour_problems(colour)
    assert list(accent.colour_problems(expected[-7:])) == []


@pytest.mark.parametrize(
    "colour",
    [
        "red", "#fff", "005eb8", "#005eb8 ", "#005eb8\n", "#00５eb8", "",
        "#005eb8;} body { display: none", "#005eb8</style><script>alert(1)</script>", "url(//example.org/a)",
    ],
)  # fmt: skip
def test_what_is_no_colour_of_six_digits_is_refused(colour: str):
    ((found, expected),) = accent.colour_problems(colour)
    assert found == f"found {colour!r}"
    assert '"#7c2855"' in expected


def test_a_colour_without_quotes_is_told_for_what_it_is_to_yaml():
    ((found, expected),) = accent.colour_problems(None)
    assert found == "blank"
    assert "without quotes YAML takes it for a comment" in expected


@pytest.mark.parametrize("colour", ["#767676", "#005eb8", "#7C2855"])
def test_the_style_sheet_holds_two_colours_and_the_second_is_the_darker(colour: str):
    found = re.fullmatch(
        r":root { --brand: (#[0-9a-f]{6}); --brand-dark: (#[0-9a-f]{6}); }\n", accent.style(colour)
    )
    assert found
    assert found[1] == colour.lower()
    assert accent.contrast(found[2], "#f0f4f5") > 4.5  # the text of links that are pointed at, on a panel


def test_the_colours_that_an_accent_is_measured_with_are_those_of_the_pages():
    sheet = SHEET.read_text(encoding="utf-8")
    assert "--page: #fff;" in sheet and f"--panel: {accent.PANEL};" in sheet
    for rule in (r"\.wres-header", "button"):
        found = re.search(rf"^{rule} \{{ .*background: var\(--brand\); color: #fff;", sheet, re.M)
        assert found
    own = re.search(r"--brand: (#\w+);\s+--brand-dark: (#\w+);", sheet)
    assert own and list(accent.colour_problems(own[1])) == []
