"""Puts the models into the wheel; an editable install reads them where they are."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODELS = ("meshes", "painmaps")


class ModelsHook(BuildHookInterface[Any]):
    """Ships each folder of models as `anatomy_viewer/_assets/<folder>`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Names the folders to the builder."""
        folders = [Path(self.root, "assets", name) for name in MODELS]
        if version == "standard":
            found = [folder for folder in folders if folder.is_dir()]
            build_data["force_include"] |= {str(folder): f"anatomy_viewer/_assets/{folder.name}" for folder in found}
