"""The people: who they are, how they are signed in, and who may review."""

import datetime
from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import connection, models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

import clock
from accounts.zones import is_time_zone
from prepared import Prepared

MINUTE = datetime.timedelta(minutes=1)
# Every change ends with one of these, and putting it together would take longer than its answer, so they are ready.
COUNT_CHANGE = """
UPDATE accounts_user SET
    page_version = page_version + 1,
    changes_in_minute = CASE WHEN minute_began_at > %(minute_ago)s THEN changes_in_minute + 1 ELSE 1 END,
    minute_began_at = CASE WHEN minute_began_at > %(minute_ago)s THEN minute_began_at ELSE %(now)s END
WHERE id = %(person)s
"""
# The rows are held in the order of their keys before the first of them is written, as they are by LOCKED. People stand
# one by one: of a list whose length it does not know the server expects more rows, and plans each time anew.
TELL = """
UPDATE accounts_user AS person SET
    page_version = page_version + 1,
    changes_in_minute = CASE WHEN person.id <> %(actor)s THEN changes_in_minute
        WHEN minute_began_at > %(minute_ago)s THEN changes_in_minute + 1 ELSE 1 END,
    minute_began_at = CASE WHEN person.id <> %(actor)s OR minute_began_at > %(minute_ago)s THEN minute_began_at
        ELSE %(now)s END
FROM (
    SELECT id FROM accounts_user WHERE id IN ({people}) ORDER BY id FOR NO KEY UPDATE
) AS held WHERE held.id = person.id
RETURNING {columns}
"""
LOCKED = "SELECT {columns} FROM accounts_user AS person WHERE id IN ({people}) ORDER BY id FOR NO KEY UPDATE"


class UserQuerySet(models.QuerySet["User"]):
    def with_address(self, email: str) -> Self:
        """Whoever has this address, in whatever case it was written: one person or nobody."""
        return self.filter(email__iexact=email)

    def raise_page_version(self, *people: int) -> None:
        """Say that the pages of these people have changed; they are locked in one order, and last in a transaction."""
        for pk in sorted(set(people)):
            self.filter(pk=pk).update(page_version=F("page_version") + 1)

    def locked(self, *people: int) -> dict[int, "User"]:
        """These people as they are now, held until the transaction ends, and locked in one order."""
        return self._people(LOCKED, people)

    def with_role(self) -> Self:
        """Each with `role`: whether they are a lead mentor (true), a mentor (false) or neither (none)."""
        current = MentorRole.objects.filter(user=OuterRef("pk"), ended_at=None)
        return self.annotate(role=Subquery(current.values("is_lead")))

    def admins(self) -> Self:
        """Who may edit the curriculum now."""
        return self.filter(is_staff=True, is_active=True)

    def leads(self) -> Self:
        return self.with_role().filter(role=True)

    def mentors(self) -> Self:
        """Lead mentors included."""
        return self.with_role().filter(role__isnull=False)

    def not_mentors(self) -> Self:
        return self.with_role().filter(role=None)

    def count_change(self, pk: int) -> None:
        """Raise the page version for a change that the person made, and count it in the minute that runs."""
        now = clock.now()
        with connection.cursor() as cursor:
            cursor.execute(COUNT_CHANGE, {"person": pk, "now": now, "minute_ago": now - MINUTE})

    def tell(self, actor: int, *others: int) -> dict[int, "User"]:
        """The pages of these people have changed by what the actor did; locked in one order, last in a transaction.

        They are returned as they are now, and are held until the transaction ends.
        """
        now = clock.now()
        return self._people(TELL, {actor, *others}, actor=actor, now=now, minute_ago=now - MINUTE)

    def set_news(self, pk: int, count: Any) -> None:
        """Say in the bar of this person's pages how much is new to them; their page version is raised with it."""
        self.filter(pk=pk).update(news=count)

    def _people(self, statement: str, keys: Collection[int], **values: Any) -> dict[int, "User"]:
        fields = self.model._meta.concrete_fields
        columns = ", ".join(f'person."{field.column}"' for field in fields)
        people = {f"person_{number}": key for number, key in enumerate(keys)}
        with connection.cursor() as cursor:
            places = ", ".join(f"%({name})s" for name in people)
            cursor.execute(statement.format(columns=columns, people=places), values | people)
            found = cursor.fetchall()
        rows = [self.model.from_db(self.db, [field.attname for field in fields], row) for row in found]
        return {person.pk: person for person in rows}


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person with this address, which is kept in lower case; without a password nobody can sign in."""
        fields.setdefault("display_name", email.partition("@")[0][:80])
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person. Everybody is a learner; `is_staff` makes an admin, an unended `MentorRole` a mentor."""

    email = models.EmailField(_("e-mail"), max_length=254)
    display_name = models.CharField(_("name that others see"), max_length=80)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[is_time_zone])
    is_staff = models.BooleanField("admin", default=False, help_text="May edit the curriculum and appoint mentors.")
    is_active = models.BooleanField("active", default=True, help_text="Inactive people cannot sign in.")
    joined_at = models.DateTimeField("joined", default=clock.now, editable=False)
    page_version = models.PositiveBigIntegerField(
        default=1, editable=False, help_text="Raised in the transaction of everything that this person's pages show."
    )

    has_single_keys = models.BooleanField(_("single-key shortcuts"), default=True, db_default=True)
    wants_news = models.BooleanField(_("mail about claims"), default=True, db_default=True)
    news = models.PositiveIntegerField(
        default=0,
        db_default=0,
        editable=False,
        help_text="On how many claims something happened that the person has not seen.",
    )

    minute_began_at = models.DateTimeField(default=clock.now, editable=False)
    changes_in_minute = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ("display_name", "pk")
        constraints = (models.UniqueConstraint(Lower("email"), name="one_person_per_address"),)

    def __str__(self) -> str:
        return self.display_name

    @property
    def initials(self) -> str:
        words = self.display_name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @cached_property
    def role(self) -> bool | None:
        """Whether they are a lead mentor (true), a mentor (false) or neither (none), as of when it was first asked."""
        return MentorRole.objects.current().filter(user=self).values_list("is_lead", flat=True).first()

    @cached_property
    def has_reviewers(self) -> bool:
        """Whether somebody else may review what this person claims, as of when it was first asked."""
        return bool(MentorRole.objects.current().exclude(user=self).exists())

    @property
    def is_mentor(self) -> bool:
        """Lead mentors included."""
        return self.role is not None

    @property
    def is_lead(self) -> bool:
        return self.role is True

    def may_change(self) -> bool:
        """Whether this person has changes left in the minute that runs (the setting CHANGES_A_MINUTE)."""
        runs = self.minute_began_at > clock.now() - MINUTE
        return not runs or self.changes_in_minute < settings.CHANGES_A_MINUTE

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Admins may do whatever the admin site offers; it offers nothing that loses or forges history."""
        return self.is_active and self.is_staff

    def has_perms(self, perm_list: Any, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff


class SessionManager(BaseSessionManager):
    def end_all_of(self, person: User) -> None:
        """Sign somebody out in every browser."""
        self.filter(user=person).delete()

    def unexpired(self, key: str) -> tuple[str, User | None] | None:
        """What a session holds, and whose it is.

        Every request of somebody begins with this. Putting the statement together and making objects of all its
        columns would take four times as long as the answer.
        """
        columns = [field.column for field in User._meta.concrete_fields]
        names = [field.attname for field in User._meta.concrete_fields]
        with connection.cursor() as cursor:
            cursor.execute(
                f"""SELECT session.session_data, role.is_lead, EXISTS (
                    SELECT FROM accounts_mentorrole AS other JOIN accounts_user AS mentor ON mentor.id = other.user_id
                    WHERE other.ended_at IS NULL AND mentor.is_active AND mentor.id <> session.user_id
                ), {", ".join(f'person."{column}"' for column in columns)}
                FROM accounts_session AS session LEFT JOIN accounts_user AS person ON person.id = session.user_id
                LEFT JOIN accounts_mentorrole AS role ON role.user_id = person.id AND role.ended_at IS NULL
                WHERE session.session_key = %s AND session.expire_date > %s""",  # noqa: S608
                [key, timezone.now()],
            )
            row = cursor.fetchone()
        if row is None:
            return None
        content, role, has_reviewers, *columns = row
        if not columns[0]:
            return content, None
        person = User.from_db(self.db, names, columns)
        person.role, person.has_reviewers = role, has_reviewers
        return content, person


class Session(AbstractBaseSession):
    """One signed-in browser. It names its person, so that everything of somebody can be ended at once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")

    objects: ClassVar[SessionManager] = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        pass

    @classmethod
    def get_session_store_class(cls) -> Any:
        from accounts.sessions import SessionStore

        return SessionStore


class MentorRoleQuerySet(models.QuerySet["MentorRole"]):
    def current(self) -> Self:
        return self.filter(ended_at=None, user__is_active=True)

    def unended_of(self, person: User) -> "MentorRole | None":
        return self.filter(user=person, ended_at=None).first()

    def shared(self, person: User) -> bool | None:
        """Whether somebody is a lead mentor (true), a mentor (false) or neither (none), at this moment.

        The role is locked so that nobody can end it before this transaction is over; others may read it meanwhile.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT is_lead FROM accounts_mentorrole WHERE user_id = %s AND ended_at IS NULL FOR SHARE", [person.pk]
            )
            row = cursor.fetchone()
        return row[0] if row else None

    def locked_of(self, person: User) -> "MentorRole | None":
        """The role that somebody has now, held until the transaction ends."""
        return LOCKED_ROLE.first(person=person.pk)


class MentorRole(models.Model):
    """That somebody may review, from `granted_at` until `ended_at`. Ended ones stay as history."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mentor_roles")
    is_lead = models.BooleanField("lead mentor", default=False, help_text="May also revoke a mastery.")
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=clock.now)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = MentorRoleQuerySet.as_manager()

    class Meta:
        ordering = ("-granted_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None), name="one_current_mentor_role_per_person"
            ),
            models.CheckConstraint(condition=~Q(granted_by=F("user")), name="nobody_appoints_themselves"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="an_ended_role_says_by_whom",
            ),
        )

    def __str__(self) -> str:
        return f"{'lead mentor' if self.is_lead else 'mentor'} {self.user}"


LOCKED_ROLE = Prepared[MentorRole](
    lambda person: MentorRole.objects.select_for_update(of=("self",)).filter(user=person, ended_at=None)
)
