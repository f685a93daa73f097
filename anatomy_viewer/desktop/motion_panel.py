"""The panel of motion: which motion, the player, the angles, the forces."""

from __future__ import annotations

from anatomy_viewer.desktop.column_panel import ColumnPanel
from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.motion_angles import MotionAngles, MotionNote
from anatomy_viewer.desktop.motion_forces import MotionForces
from anatomy_viewer.desktop.motion_kinds import MotionKinds
from anatomy_viewer.desktop.motion_transport import MotionTransport


class MotionPanel(ColumnPanel):
    """Everything that moves the hips, below one another; all of it follows the state."""

    def __init__(self, document: Document) -> None:
        self.unable = MotionNote()
        self.kinds = MotionKinds(document)
        self.transport = MotionTransport(document)
        self.angles = MotionAngles(document)
        self.forces = MotionForces(document)
        super().__init__("", self.unable, self.kinds, self.transport, self.angles, self.forces)
        self.setAccessibleName(self.tr("Motion"))
        if not document.player.hips.possible:
            self.unable.say(self.tr("This model has no hip joint, so nothing can be moved."))
