"""YAML as ``return.yml`` may use it: plain values, each key once."""

from typing import Any

import yaml


class PlainLoader(yaml.SafeLoader):
    """YAML's safe loader that leaves dates as text, so that a wrong one is told like any setting.

    It refuses what would lose a setting or have no end: the same key twice, and aliases.
    """

    yaml_implicit_resolvers = {
        first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """A node; raises ``MarkedYAMLError`` where it stands for another."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.MarkedYAMLError(problem="an alias (*)", problem_mark=mark, note="the value itself")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping; raises ``MarkedYAMLError`` where a key stands in it twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"'{key.value}' stands twice", problem_mark=key.start_mark, note="once"
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def plain_settings(text: str) -> tuple[Any, tuple[str, str, str] | None]:
    """What a YAML text holds; or None, and where, what was found and what was expected."""
    try:
        return yaml.load(text, PlainLoader) or {}, None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        return None, (f"line {line}", str(error.problem), error.note or "YAML")
    except (yaml.YAMLError, ValueError, LookupError, RecursionError) as error:
        return None, ("", str(error).splitlines()[0] if str(error) else "not YAML", "YAML")
