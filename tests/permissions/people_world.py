"""A repository with a permissions file and a list of people, and `edp permissions users` in it."""

from tests.support.cli import edp
from tests.support.repository import TestRepository

ROLES = """\
# the account
databases:
  - raw: {shared: no}
  - prod: {shared: no}
  - bob_prep: {shared: no}
  - bob_prod: {shared: no}

warehouses:
  - dev_xs: {size: x-small}
  - dev_m: {size: medium}
  - loading: {size: x-small}
  - reporting: {size: medium}

roles:
  - loader:
      meta: {kind: service}
      warehouses: [loading]
  - engineer:
      meta: {kind: functional, safe: yes}
      warehouses: [dev_m]
  - restricted_safe:
      meta: {kind: object}
  - snowflake_analyst:
      meta: {kind: functional, safe: no}
      warehouses: [dev_xs, reporting]

  # people
  - bob:
      meta: {kind: user}
      member_of: [engineer, restricted_safe, snowflake_analyst]
  - dora:  # came back
      # and stays
      meta: {kind: user}
      member_of: [snowflake_analyst]

users:
  # people
  - bob: {can_login: yes, member_of: [bob]}
  - dora: {can_login: yes, member_of: [dora]}

  # systems
  - loader: {can_login: yes, member_of: [loader], type: service}
"""

LIST = """\
# who has a user
users:
  - bob
  - dora
#### do not insert users below this line ####
"""


class PeopleWorld:
    """The repository; `commit` makes the merge base."""

    def __init__(self, folder):
        self.repository = TestRepository(folder)
        self.roles = folder / "roles.yml"
        self.list = folder / "snowflake_users.yml"
        self.roles.write_text(ROLES)
        self.list.write_text(LIST)
        self.repository.commit("the account")
        self.repository.git("checkout", "--quiet", "-b", "change")
        self.home = folder

    def listed(self, *names):
        lines = "".join(f"  - {name}\n" for name in names)
        self.list.write_text(f"users:\n{lines}#### do not insert users below this line ####\n")

    def users(self, *options):
        files = ("--roles", str(self.roles), "--list", str(self.list), "--today", "2024-12-31")
        return edp(self.home, "permissions", "users", *files, *options)
