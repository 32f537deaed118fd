"""The only place where the machine is asked how many processors it has."""

from __future__ import annotations

import os


def spare_processor() -> bool:
    """Tell whether there is another processor than the one that runs this."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) > 1
    return (os.cpu_count() or 1) > 1
