"""What can go wrong, grouped by what the caller should do next: stop the run, retry later, or skip the item."""

from __future__ import annotations


class HorizonError(Exception):
    """Base of every error Horizon raises on purpose; its text names the thing and the mend."""


class StopRunError(HorizonError):
    """The run can not go on; nothing half-written is left behind."""


class RetryLaterError(HorizonError):
    """The next scheduled run may succeed; this one goes on without the item."""


class SkipItemError(HorizonError):
    """One item is unusable; it is counted and named, the rest goes on."""


class ConfigError(StopRunError):
    """A configuration, catalogue or system model file is wrong. The text names file, key and mend."""


class StoreBusyError(StopRunError):
    """Another process owns the store."""


class StoreFullError(StopRunError):
    """The disk is full or can not be written."""


class StoreVersionError(StopRunError):
    """The store was written by newer code, or a migration was changed after it was applied."""


class StoreDamagedError(StopRunError):
    """The store can not be opened or an audit found impossible rows."""
