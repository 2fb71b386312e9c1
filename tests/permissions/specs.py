"""Small permissions files, generated: every part of the format over a handful of names."""

from hypothesis import strategies as st

from scripts.permissions.file import PermissionsFile

DATABASES = ("raw", "prod")
SCHEMAS = ("raw.crm", "prod.common", "prod.secret", "prod.later")
TABLES = (
    "raw.crm.account",
    "prod.common.person",
    "prod.common.order_line",
    "prod.common.person_view",
    "prod.secret.salary",
    "prod.common.later",
)
ROLES = ("ana", "bob", "reader", "writer", "people_data_masking")
USERS = ("ana", "bob", "cat")
WAREHOUSES = ("dev_xs", "reporting")

_DATABASE = st.sampled_from(DATABASES)
_SCHEMA = st.sampled_from((*SCHEMAS, "raw.*", "prod.*", "prod.c*"))
_TABLE = st.sampled_from((*TABLES, "raw.*.*", "prod.*.*", "prod.common.*", "prod.secret.*", "prod.common.p*"))


def _several(names, size=3):
    return st.lists(names, max_size=size, unique=True)


def _access(names):
    return st.fixed_dictionaries({"read": _several(names), "write": _several(names, 1)})


@st.composite
def specs(draw):
    """A permissions file that contradicts itself nowhere: no cycle of roles, one owner of each thing."""
    roles = []
    owners = {
        "databases": list(DATABASES),
        "schemas": list(SCHEMAS),
        "tables": ["raw.crm.*", "prod.common.*", "prod.secret.salary"],
    }
    taken = {kind: {name: draw(st.sampled_from((None, *ROLES))) for name in names} for kind, names in owners.items()}
    for nth, role in enumerate(ROLES):
        roles.append(
            {
                role: {
                    "warehouses": draw(_several(st.sampled_from(WAREHOUSES), 2)),
                    "member_of": draw(_several(st.sampled_from(ROLES[nth + 1 :]))) if nth + 1 < len(ROLES) else [],
                    "privileges": {
                        "databases": draw(_access(_DATABASE)),
                        "schemas": draw(_access(_SCHEMA)),
                        "tables": draw(_access(_TABLE)),
                    },
                    "owns": {
                        kind: [name for name, owner in names.items() if owner == role] for kind, names in taken.items()
                    },
                }
            }
        )
    users = [
        {user: {"can_login": draw(st.booleans()), "member_of": draw(_several(st.sampled_from(ROLES)))}}
        for user in draw(_several(st.sampled_from(USERS)))
    ]
    sizes = st.sampled_from(("x-small", "large", "2x-large"))
    return PermissionsFile.model_validate(
        {
            "databases": [{name: {"shared": False}} for name in DATABASES],
            "warehouses": [{name: {"size": draw(sizes)}} for name in WAREHOUSES],
            "roles": roles,
            "users": users,
        }
    )
