from pathlib import Path

import pytest


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Where an archive will be made."""
    return tmp_path / "archive.db"
