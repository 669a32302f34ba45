"""Everything that can go wrong and is not a bug.

ArchiveError
├── NotAnArchive        the file is not SQLite, or not a podcast archive
├── SchemaOutOfDate     the file was made by an older version
├── NewerArchive        the file was made by a newer version
├── DamagedArchive      the file, or the evidence in it, is broken
├── CannotWrite         no permission, no space, somebody else holds the lock
├── CannotServe         the address to listen at is taken, or is none of this machine's
├── InvalidRecord       a record breaks a rule of the tables
├── RecordOutOfDate     what a record was made from changed before it was stored
├── InvalidCorrections  a corrections file cannot be understood
├── NothingThere        what is to be taken out, or let in again, is not there
├── NoSuchEpisode       the episode that was named is not in the archive
├── NoSuchFeed          no show that was named has a feed
├── InvalidDecision     what somebody decided of episodes cannot be
├── NoSuchPerson        the person who was named is not in the archive, or several are
└── NoSuchCorrection    the decision that was named is not in the archive, or undone already

Every message reads *place: what is wrong; what to do.* Only the two `cli` modules print one and turn it into
exit code 1; anything else that is raised is a bug and shows its traceback.
"""


class ArchiveError(Exception):
    """An expected failure. `place` is a file, a line, an episode; `problem` and `remedy` are for people."""

    def __init__(self, place: str, problem: str, remedy: str) -> None:
        super().__init__(f"{place}: {problem}; {remedy}")
        self.place = place
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[type["ArchiveError"], tuple[str, str, str]]:
        # The default pickles `args`, which holds the joined sentence: it could not be built again.
        return type(self), (self.place, self.problem, self.remedy)


class NotAnArchive(ArchiveError):
    pass


class SchemaOutOfDate(ArchiveError):
    pass


class NewerArchive(ArchiveError):
    pass


class DamagedArchive(ArchiveError):
    pass


class CannotWrite(ArchiveError):
    pass


class CannotServe(ArchiveError):
    pass


class InvalidRecord(ArchiveError):
    pass


class RecordOutOfDate(ArchiveError):
    pass


class InvalidCorrections(ArchiveError):
    pass


class NothingThere(ArchiveError):
    pass


class NoSuchEpisode(ArchiveError):
    pass


class NoSuchFeed(ArchiveError):
    pass


class NoSuchPerson(ArchiveError):
    pass


class NoSuchCorrection(ArchiveError):
    pass


class InvalidDecision(ArchiveError):
    pass
