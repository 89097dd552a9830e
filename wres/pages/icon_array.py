"""The chart of people: of every hundred in each group, those to whom something happened."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.path import Path

from wres.figures.figure import Figure
from wres.pages.chart import COLOURS, QUIET, ChartSize, Draw, canvas_of, chart_style

HUNDRED = 100
ACROSS, ACROSS_NARROW = 25, 20  # icons in a row
TALL = 1.25  # the height of an icon's place, by its width
WORDS = 0.42  # inches of a group's line of words


def _person() -> Path:
    """A head and shoulders, one high, about the middle."""
    head = Path.circle((0, 0.28), 0.19)
    left, right, foot, arm, shoulder = -0.3, 0.3, -0.5, -0.1, 0.06
    corners = [(left, foot), (left, arm), (left, shoulder), (0, shoulder), (right, shoulder), (right, arm)]
    turns = [Path.MOVETO, Path.LINETO, *[Path.CURVE3] * 4, Path.LINETO, Path.CLOSEPOLY]
    return Path.make_compound_path(head, Path([*corners, (right, foot), (left, foot)], turns))


PERSON = _person()


def icon_array(groups: Sequence[tuple[str, str, Figure]]) -> Draw:
    """A hundred people of each group, the first of them filled: so many as the figure is of every hundred.

    ``groups`` are the words above a group's people, the group as ``COLOURS`` names it, and its percentage.
    """

    def draw(paper: ChartSize) -> Canvas:
        across = ACROSS_NARROW if paper.narrow else ACROSS
        down = HUNDRED // across
        place = (paper.width - 0.1) / across
        deep = WORDS / place + down * TALL
        with chart_style(paper):
            canvas, axes = canvas_of(paper, deep * len(groups) * place)
            axes.set(xlim=(-0.5, across - 0.5), ylim=(deep * len(groups), 0), aspect="equal")
            axes.set_axis_off()
            for number, (words, group, figure) in enumerate(groups):
                top = deep * number
                axes.text(
                    -0.4, top + 0.5 * WORDS / place, paper.speech.text(words), va="center", weight="bold"
                )
                _people(axes, figure, COLOURS[group], across, top + WORDS / place, 72 * place)
        return canvas

    return draw


def _people(axes: Axes, figure: Figure, colour: str, across: int, top: float, points: float) -> None:
    """The hundred icons of a group below ``top``; ``points`` is the width of an icon's place."""
    told = int(figure.of_every(HUNDRED))
    x = [place % across for place in range(HUNDRED)]
    y = [top + TALL * (place // across) + TALL / 2 for place in range(HUNDRED)]
    style: dict[str, Any] = {"marker": PERSON, "s": (0.95 * points) ** 2, "linewidth": 0.8, "clip_on": False}
    axes.scatter(x[:told], y[:told], facecolor=colour, edgecolor=colour, **style)
    axes.scatter(x[told:], y[told:], facecolor="white", edgecolor=QUIET, **style)
