"""Pictures (temporary)."""

import pytest
from real_window import SIZES
from scenes import SCENES


@pytest.mark.parametrize("name", SCENES)
def test_shot(real, name) -> None:
    SCENES[name](real)
    for size in SIZES:
        for dim in (False, True):
            if dim and size != "usual":
                continue
            real.look(size, dim=dim)
            real.settle()
            real.picture(f"{name}-{size}-{'dim' if dim else 'light'}")
