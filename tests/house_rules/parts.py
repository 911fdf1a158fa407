"""Who asks in the access matrix: the parts that people play, and the groups of them that rules speak of."""

STAFF = ("owner", "manager", "screener", "check_in", "finance", "observer")
PARTS = (*STAFF, "operator", "person", "lead", "member", "rival", "judge", "other_judge", "chair", "invited", "nobody")
NO_ONE = frozenset[str]()
EVERYBODY = frozenset(PARTS)
SIGNED_IN = EVERYBODY - {"nobody"}
OF_STAFF = frozenset((*STAFF, "operator"))
RUNNERS = frozenset(("owner", "manager", "operator"))
SCREENERS = RUNNERS | {"screener"}
READERS = SCREENERS | {"observer"}
HISTORIANS = RUNNERS | {"observer"}
TREASURERS = RUNNERS | {"finance"}
DOORKEEPERS = RUNNERS | {"check_in"}
TEAM = frozenset(("lead", "member"))
LEAD, INVITED = frozenset(("lead",)), frozenset(("invited",))
OWNERS = frozenset(("owner", "operator"))

# By action: who may; who sees the thing and is told why not (403). For all others it is not there (404).
Matrix = dict[str, tuple[frozenset[str], frozenset[str]]]
