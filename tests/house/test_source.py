"""The rules of the house that no tool checks for us."""

import ast

import pytest
from importlinter.cli import lint_imports

HOMELESS = {
    "base", "common", "core", "handlers", "helper", "helpers", "managers", "misc", "services",
    "tools", "util", "utils",
}  # fmt: skip
MAY_ASK_THE_CLOCK = ("cli/", "web/", "operations/")
MAY_CATCH_ALL = {
    "reading/guard.py",  # whatever a document does to its reader becomes a Problem
    "record/sequencer.py",  # whatever a note does to its batch, the next batch is taken
}
CLOCKS = {"now", "today", "utcnow"}
CHANCE = {"random", "secrets", "uuid"}
PURE = ("terms/", "weighing/", "ledgers/", "compliance/", "publishing/")
OF_ONE_CONFLICT = (
    "karabakh", "lachin", "kalbajar", "kelbajar", "agdam", "aghdam", "stepanakert", "khankendi",
    "shusha", "shushi", "aliyev", "pashinyan", "peskov",
)  # fmt: skip


def test_imports_go_down_only_and_thinking_rooms_touch_nothing(root, capsys):
    outcome = lint_imports(config_filename=str(root / ".importlinter"), no_cache=True)

    assert outcome == 0, capsys.readouterr().out


def test_every_module_says_what_it_is(source):
    silent = [name for name, tree in source.items() if not ast.get_docstring(tree)]

    assert silent == []


def test_no_module_has_a_name_that_says_nothing(source):
    homeless = [name for name in source if HOMELESS & set(name.removesuffix(".py").split("/"))]

    assert homeless == []


def test_only_the_outer_rooms_ask_the_clock(source):
    asked = [
        f"{name}:{call.lineno}"
        for name, tree in source.items()
        if not name.startswith(MAY_ASK_THE_CLOCK)
        for call in calls(tree)
        if asks_the_clock(call)
    ]

    assert asked == []


def test_only_the_outer_rooms_draw_lots(source):
    drawn = [
        f"{name}: {module}"
        for name, tree in source.items()
        if not name.startswith(MAY_ASK_THE_CLOCK)
        for module in imports(tree)
        if module.split(".")[0] in CHANCE
    ]

    assert drawn == []


def test_thinking_rooms_open_no_files(source):
    opened = [
        f"{name}:{call.lineno}"
        for name, tree in source.items()
        if name.startswith(PURE)
        for call in calls(tree)
        if isinstance(call.func, ast.Name) and call.func.id == "open"
    ]

    assert opened == []


def test_everything_is_caught_only_where_a_stranger_comes_in(source):
    caught = [
        f"{name}:{handler.lineno}"
        for name, tree in source.items()
        if name not in MAY_CATCH_ALL
        for handler in ast.walk(tree)
        if isinstance(handler, ast.ExceptHandler) and catches_all(handler)
    ]

    assert caught == []


def test_nothing_is_mocked(source, tests):
    mocked = [
        f"{name}: {module}"
        for name, tree in [*source.items(), *tests.items()]
        for module in imports(tree)
        if module.split(".")[0] in {"mock", "pytest_mock"} or module.startswith("unittest")
    ]

    assert mocked == []


def test_no_test_sleeps(tests):
    asleep = [
        f"{name}:{call.lineno}"
        for name, tree in tests.items()
        for call in calls(tree)
        if last_name(call.func) in {"sleep", "wait_for_timeout"}
    ]

    assert asleep == []


def test_production_code_never_asks_whether_it_is_being_tested(source):
    asking = [name for name, tree in source.items() if "pytest" in ast.unparse(tree).lower()]

    assert asking == []


@pytest.mark.parametrize("word", OF_ONE_CONFLICT)
def test_general_code_is_about_no_one_conflict(files, word):
    about = [
        f"{name}: {line.strip()}"
        for name, text in files.items()
        if name.startswith("src/")
        for line in text.lower().splitlines()
        if word in line.replace("the karabakh example", "") and not is_name_of_the_example(line)
    ]

    assert about == []


def is_name_of_the_example(line):
    return line.startswith('example = "karabakh"')


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def asks_the_clock(call):
    match call.func:
        case ast.Attribute(value=ast.Name(id="datetime" | "date"), attr=attribute):
            return attribute in CLOCKS
        case ast.Attribute(value=ast.Name(id="time"), attr="time" | "time_ns"):
            return True
        case _:
            return False


def catches_all(handler):
    named = handler.type is None or last_name(handler.type) in {"Exception", "BaseException"}
    raised_again = any(
        isinstance(node, ast.Raise) and node.exc is None
        for statement in handler.body
        for node in ast.walk(statement)
    )
    return named and not raised_again


def last_name(node):
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
