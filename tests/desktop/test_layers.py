"""The list of structures: boxes, sliders, hover, search, context menu."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop import layer_delegate
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.layer_delegate import box_rect, slider_rect
from anatomy_viewer.desktop.layer_model import MIN_OPACITY, NAME, OPACITY, LayerModel, Role
from anatomy_viewer.desktop.layer_nodes import build_tree
from anatomy_viewer.desktop.layer_panel import LayerPanel
from anatomy_viewer.desktop.window import MainWindow
from anatomy_viewer.state import commands
from anatomy_viewer.state.view_state import ViewState
from tests.desktop.conftest import drag, place_of, send_mouse, state_of

MEDIUS = "gluteus_medius.right"
CHECKED, PARTLY, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Unchecked


@pytest.fixture
def document(tiny_atlas: Atlas, tiny_state: ViewState) -> Document:
    return Document(tiny_atlas, tiny_state)


@pytest.fixture
def model(document: Document, qtbot: QtBot) -> LayerModel:
    return LayerModel(document)


def _panel(window: MainWindow) -> LayerPanel:
    panel = window.docks["layers"].widget()
    assert isinstance(panel, LayerPanel)
    return panel


def _cell(panel: LayerPanel, path: str, column: int = NAME) -> tuple[QModelIndex, QRect]:
    """A row in the view, brought into sight, and where its cell is."""
    index = panel.proxy.mapFromSource(panel.model.index_of(path, column))
    panel.view.scrollTo(index)
    return index, panel.view.visualRect(index)


def _box(panel: LayerPanel, path: str) -> QPoint:
    _, cell = _cell(panel, path)
    return box_rect(cell, panel.view.fontMetrics()).center().toPoint()


def _groove(panel: LayerPanel, path: str) -> QRect:
    index, cell = _cell(panel, path, OPACITY)
    return slider_rect(cell, index.data(Role.NODE), panel.view.fontMetrics())


def _name(panel: LayerPanel, path: str) -> QPoint:
    _, cell = _cell(panel, path)
    return cell.center()


def test_the_model_keeps_qts_rules(model: LayerModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.setData(model.index_of("bones"), UNCHECKED, Qt.ItemDataRole.CheckStateRole)
    assert tester.model() is model


def test_groups_by_kind_region_and_side(tiny_atlas: Atlas, qtbot: QtBot) -> None:
    tree = {node.path: [child.path for child in node.children] for node in build_tree(tiny_atlas).walk()}
    assert tree[""] == ["bones", "muscles", "skin"]
    assert tree["bones"] == ["bones/pelvis", "bones/spine", "bones/right", "bones/left"]
    assert tree["muscles"] == ["muscles/right", "muscles/left"]
    assert tree["bones/spine"] == ["lumbar_vertebra_4", "lumbar_vertebra_5"]
    assert set(tree["bones/right"]) == {"femur.right", "patella.right", "tibia.right", "fibula.right"}
    assert set(tree["bones/pelvis"]) == {"hip_bone.right", "hip_bone.left", "sacrum", "coccyx"}
    assert tree["skin"] == []


def test_every_structure_is_in_the_tree_once(tiny_atlas: Atlas, qtbot: QtBot) -> None:
    root = build_tree(tiny_atlas)
    assert sorted(root.ids) == sorted(tiny_atlas.structures)
    for node in root.walk():
        assert [child.row for child in node.children] == list(range(len(node.children)))


def test_groups_without_structures_are_left_out(tiny_atlas: Atlas, qtbot: QtBot) -> None:
    muscles = {id_: part for id_, part in tiny_atlas.structures.items() if part.kind == "muscle"}
    root = build_tree(replace(tiny_atlas, structures=muscles))
    assert [child.path for child in root.children] == ["muscles"]


def test_boxes_have_three_states(model: LayerModel, document: Document) -> None:
    def boxes(*paths: str) -> list[Qt.CheckState]:
        states = (model.data(model.index_of(path), Qt.ItemDataRole.CheckStateRole) for path in paths)
        return [Qt.CheckState(state) for state in states]

    assert boxes("muscles", "muscles/right", "skin") == [CHECKED, CHECKED, UNCHECKED]
    document.store.do(commands.set_visible([MEDIUS], False))
    assert boxes("muscles", "muscles/right", MEDIUS, "muscles/left") == [PARTLY, PARTLY, UNCHECKED, CHECKED]
    model.setData(model.index_of("muscles"), CHECKED, Qt.ItemDataRole.CheckStateRole)
    assert boxes("muscles", MEDIUS) == [CHECKED, CHECKED]


def test_a_change_tells_the_row_and_its_groups(model: LayerModel, document: Document, qtbot: QtBot) -> None:
    told: list[str] = []
    model.dataChanged.connect(lambda first, _: told.append(model.data(first, Role.NODE).path))
    document.store.do(commands.set_opacity([MEDIUS], 0.5))
    assert told == [MEDIUS, "muscles/right", "muscles"]


def test_mixed_opacity_is_said(model: LayerModel, document: Document) -> None:
    document.store.do(commands.set_opacity([MEDIUS], 0.5))
    assert model.data(model.index_of("muscles", OPACITY)) == "mixed"
    assert model.data(model.index_of(MEDIUS, OPACITY)) == "50 %"
    spoken = model.data(model.index_of(MEDIUS), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Right gluteus medius, shown, opacity 50 %"


def test_a_click_on_the_box_hides_and_shows_and_selects_nothing(window: MainWindow, qtbot: QtBot) -> None:
    panel = _panel(window)
    for visible in (False, True):
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=_box(panel, MEDIUS))
        assert state_of(window).look(MEDIUS).visible is visible
    assert state_of(window).selected is None


def test_the_box_of_a_group_hides_all_in_it(window: MainWindow, qtbot: QtBot) -> None:
    panel = _panel(window)
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=_box(panel, "muscles/right"))
    hidden = {id_ for id_, look in state_of(window).looks if not look.visible}
    assert hidden == {"skin", *(f"gluteus_{name}.right" for name in ("maximus", "medius", "minimus"))}


def test_space_shows_and_hides_the_current_row(window: MainWindow, qtbot: QtBot) -> None:
    panel = _panel(window)
    panel.view.setFocus()
    panel.view.setCurrentIndex(_cell(panel, MEDIUS)[0])
    qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    assert not state_of(window).look(MEDIUS).visible


def _drag_slider(window: MainWindow, path: str, share: float) -> None:
    """Drags from the right end of a slider to a share of its length."""
    panel = _panel(window)
    groove = _groove(panel, path)
    start, end = (QPoint(round(groove.left() + groove.width() * x), groove.center().y()) for x in (1.0, share))
    drag(window, start, end, widget=panel.view.viewport())


def test_a_slider_drag_is_one_undo(window: MainWindow) -> None:
    assert window.document is not None
    for share in (0.5, 0.25):
        _drag_slider(window, MEDIUS, share)
        assert state_of(window).look(MEDIUS).opacity == pytest.approx(share, abs=0.05)
    window.document.store.undo()
    assert state_of(window).look(MEDIUS).opacity == pytest.approx(0.5, abs=0.05)
    window.document.store.undo()
    assert state_of(window).look(MEDIUS).opacity == 1.0
    assert not window.document.store.can_undo


def test_a_slider_dragged_past_its_end_stops_there(window: MainWindow) -> None:
    panel = _panel(window)
    groove = _groove(panel, MEDIUS)
    drag(window, groove.center(), groove.center() - QPoint(500, 60), widget=panel.view.viewport())
    assert state_of(window).look(MEDIUS).opacity == MIN_OPACITY
    assert state_of(window).look(MEDIUS).visible


def test_the_slider_of_a_group_fades_all_in_it(window: MainWindow) -> None:
    _drag_slider(window, "bones", 0.5)
    model = _panel(window).model
    bones = model.data(model.index_of("bones"), Role.NODE).ids
    opacities = {state_of(window).look(id_).opacity for id_ in bones}
    assert len(opacities) == 1
    assert opacities.pop() == pytest.approx(0.5, abs=0.05)
    assert state_of(window).look(MEDIUS).opacity == 1.0


def test_keys_fade_the_current_row(window: MainWindow, qtbot: QtBot) -> None:
    panel = _panel(window)
    panel.view.setFocus()
    panel.view.setCurrentIndex(_cell(panel, MEDIUS)[0])
    for _ in range(4):
        qtbot.keyClick(panel.view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert state_of(window).look(MEDIUS).opacity == pytest.approx(0.8)
    qtbot.keyClick(panel.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert state_of(window).look(MEDIUS).opacity == pytest.approx(0.85)


def test_a_click_on_the_name_selects(window: MainWindow, qtbot: QtBot) -> None:
    panel = _panel(window)
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=_name(panel, MEDIUS))
    assert state_of(window).selected == MEDIUS
    assert "Musculus gluteus medius dexter" in window.docks["info"].widget().text.text()


def test_what_is_selected_in_the_view_is_the_current_row(window: MainWindow, qtbot: QtBot) -> None:
    panel = _panel(window)
    qtbot.mouseClick(window.viewport.surface, Qt.MouseButton.LeftButton, pos=place_of(window, "femur.right"))
    assert panel.view.currentIndex().data(Role.NODE).path == "femur.right"
    assert panel.view.currentIndex().data(Role.SELECTED)


def test_hover_goes_both_ways(window: MainWindow, qtbot: QtBot) -> None:
    panel = _panel(window)
    send_mouse(panel.view.viewport(), QEvent.Type.MouseMove, _name(panel, MEDIUS))
    assert state_of(window).hovered == MEDIUS
    assert window.caption.name.text() == "Right gluteus medius"
    QApplication.sendEvent(panel.view, QEvent(QEvent.Type.Leave))
    assert state_of(window).hovered is None
    send_mouse(window.viewport.surface, QEvent.Type.MouseMove, place_of(window, MEDIUS))
    qtbot.waitUntil(lambda: state_of(window).hovered == MEDIUS)
    assert _cell(panel, MEDIUS)[0].data(Role.HOVERED)


def test_a_hovered_row_looks_different(window: MainWindow) -> None:
    assert window.document is not None
    panel = _panel(window)
    _, cell = _cell(panel, MEDIUS)
    before = panel.view.viewport().grab(cell).toImage()
    window.document.store.do(commands.hover(MEDIUS))
    assert panel.view.viewport().grab(cell).toImage() != before


def test_no_name_is_cut_at_the_first_width(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    cut: list[str] = []
    real = layer_delegate._draw

    def watch(painter: QPainter, font: QFont, place: QRect, text: str) -> None:
        if QFontMetrics(font).horizontalAdvance(text) > place.width():
            cut.append(text)
        real(painter, font, place, text)

    monkeypatch.setattr(layer_delegate, "_draw", watch)
    panel = _panel(window)
    window.resize(1280, 2000)
    panel.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    panel.view.expandAll()
    window.docks.take_first_sizes()
    QApplication.processEvents()
    cut.clear()
    panel.view.viewport().grab()
    assert cut == []


def test_a_closed_group_shows_what_is_hovered_inside(window: MainWindow) -> None:
    assert window.document is not None
    panel = _panel(window)
    index, cell = _cell(panel, "bones/right")
    assert not panel.view.isExpanded(index)
    before = panel.view.viewport().grab(cell).toImage()
    window.document.store.do(commands.hover("femur.right"))
    assert panel.view.viewport().grab(cell).toImage() != before


@pytest.mark.parametrize("text", ["medius", "MEDIUS DEXTER", "gluteus_medius.right"])
def test_search_finds_english_latin_and_ids(window: MainWindow, qtbot: QtBot, text: str) -> None:
    panel = _panel(window)
    qtbot.keyClicks(panel.search, text)
    found = _rows(panel)
    assert MEDIUS in found
    assert "femur.right" not in found
    assert not any("maximus" in path for path in found)
    panel.search.clear()
    assert "bones" in _rows(panel)


def test_after_a_search_the_groups_are_as_open_as_before(window: MainWindow, qtbot: QtBot) -> None:
    panel = _panel(window)

    def opened() -> dict[str, bool]:
        paths = ("bones", "bones/right", "bones/left", "muscles", "muscles/left")
        return {path: panel.view.isExpanded(_cell_index(panel, path)) for path in paths}

    panel.view.expand(_cell_index(panel, "bones/left"))
    panel.view.collapse(_cell_index(panel, "muscles/left"))
    before = opened()
    assert set(before.values()) == {True, False}
    qtbot.keyClicks(panel.search, "femur")
    panel.search.clear()
    assert opened() == before


def test_a_search_without_hits_says_so_and_escape_ends_it(window: MainWindow, qtbot: QtBot) -> None:
    panel = _panel(window)
    panel.search.setFocus()
    qtbot.keyClicks(panel.search, "xyz")
    assert panel.nothing.isVisible()
    assert panel.nothing.text() == "Nothing found"
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    assert panel.search.text() == ""
    assert not panel.nothing.isVisible()
    assert "bones" in _rows(panel)


def _cell_index(panel: LayerPanel, path: str) -> QModelIndex:
    return panel.proxy.mapFromSource(panel.model.index_of(path))


def test_search_shows_nothing_of_itself(window: MainWindow, qtbot: QtBot) -> None:
    before = state_of(window)
    qtbot.keyClicks(_panel(window).search, "sacrum")
    assert state_of(window).looks == before.looks


def _rows(panel: LayerPanel) -> list[str]:
    def below(parent: QModelIndex) -> list[str]:
        rows = [panel.proxy.index(row, NAME, parent) for row in range(panel.proxy.rowCount(parent))]
        return [path for row in rows for path in (row.data(Role.NODE).path, *below(row))]

    return below(QModelIndex())


@pytest.mark.parametrize(
    ("path", "text", "look"),
    [
        (MEDIUS, "Hide", (False, 1.0)),
        ("muscles/right", "Hide", (False, 1.0)),
        (MEDIUS, "Fade", (True, 0.3)),
        (MEDIUS, "Fully opaque", (True, 1.0)),
    ],
)
def test_the_context_menu(window: MainWindow, path: str, text: str, look: tuple[bool, float]) -> None:
    panel = _panel(window)
    menu = panel.row_menu(panel.model.data(panel.model.index_of(path), Role.NODE))
    _choose(menu, text)
    after = state_of(window).look(MEDIUS)
    assert (after.visible, after.opacity) == look


def test_show_alone_from_the_context_menu(window: MainWindow) -> None:
    panel = _panel(window)
    _choose(panel.row_menu(panel.model.data(panel.model.index_of("muscles/left"), Role.NODE)), "Show alone")
    shown = {id_ for id_ in window.document.atlas.structures if state_of(window).look(id_).visible}  # type: ignore[union-attr]
    assert shown == {f"gluteus_{name}.left" for name in ("maximus", "medius", "minimus")}


def test_the_context_menu_opens_by_mouse_and_by_key(window: MainWindow, qtbot: QtBot) -> None:
    panel = _panel(window)
    place = _name(panel, MEDIUS)
    panel.view.setCurrentIndex(_cell(panel, MEDIUS)[0])
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        event = QContextMenuEvent(reason, place, panel.view.viewport().mapToGlobal(place))
        QApplication.sendEvent(panel.view.viewport(), event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert menu.actions()[0].text() == "Hide"
        menu.close()


def _choose(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()
    menu.deleteLater()


def test_an_undone_change_reaches_the_list(window: MainWindow, qtbot: QtBot) -> None:
    assert window.document is not None
    panel = _panel(window)
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=_box(panel, "bones"))
    window.document.store.undo()
    state = panel.model.data(panel.model.index_of("bones"), Qt.ItemDataRole.CheckStateRole)
    assert Qt.CheckState(state) == CHECKED


def test_the_list_stays_in_place_when_something_is_hovered(window: MainWindow) -> None:
    assert window.document is not None
    panel = _panel(window)
    panel.view.expandAll()
    before = panel.view.verticalScrollBar().value()
    window.document.store.do(commands.hover("fibula.left"))
    assert panel.view.verticalScrollBar().value() == before
