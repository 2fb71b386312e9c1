"""A small permissions file, changed for one test, and what is asked of its plans."""

import json

from scripts.permissions.file import PermissionsFile

SPEC = {
    "databases": [{"raw": {"shared": False}}, {"prod": {"shared": False}}],
    "warehouses": [{"dev_xs": {"size": "x-small"}}],
    "roles": [
        {"people_data_masking": {}},
        {
            "reader": {
                "warehouses": ["dev_xs"],
                "privileges": {
                    "databases": {"read": ["prod"]},
                    "schemas": {"read": ["prod.common"]},
                    "tables": {"read": ["prod.common.*"]},
                },
            }
        },
        {"ana": {"member_of": ["reader"]}},
        {"bob": {"member_of": ["reader"]}},
    ],
    "users": [{"ana": {"member_of": ["ana"]}}, {"bob": {"member_of": ["bob"]}}],
}
MASKED = {("prod", "common", "person"): {"name": "people_data_masking"}}


def spec(**changes):
    """SPEC with other settings of some roles or users, e.g. ana={"member_of": []}."""
    content = json.loads(json.dumps(SPEC))
    for name, settings in changes.items():
        content["roles"] = [{name: settings} if name in entry else entry for entry in content["roles"]]
    return PermissionsFile.model_validate(content)


def with_users(*users):
    content = json.loads(json.dumps(SPEC))
    content["users"] = list(users)
    return PermissionsFile.model_validate(content)


def said(plan):
    return {(each.user, each.effect, each.name) for each in plan.consequences}


def sql(plan):
    return [each.sql for each in plan.statements]
