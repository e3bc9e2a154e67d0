#include "auth/users_cli.h"

#include "accounts/roles.h"
#include "auth/leaving.h"
#include "auth/passwords.h"
#include "auth/sign_up.h"
#include "auth/users.h"
#include "base/json.h"
#include "db/db.h"

#include <fmt/core.h>

namespace auth {
namespace {

// What is given, or made up and printed.
struct NewPassword {
    PasswordHash hash;
    std::optional<std::string> to_print;
};

Result<NewPassword> new_password(const std::optional<std::string>& given) {
    base::SystemRandom random;
    const auto password = given ? *given : generate_password(random);
    auto hash = TRY(hash_password(password));
    return NewPassword{std::move(hash), given ? std::nullopt : std::optional(password)};
}

void print_password(const cli::Invocation& invocation, const NewPassword& password) {
    if (password.to_print) invocation.print("New password: " + *password.to_print);
}

// The new password that the options ask for, if they do.
Result<std::optional<NewPassword>> asked_password(const cli::Invocation& invocation) {
    const auto given = invocation.option("--password");
    if (given && invocation.flag("--reset-password"))
        return base::refuse(base::Refusal::BadRequest, "give --password or --reset-password, not both");
    if (!given && !invocation.flag("--reset-password")) return std::nullopt;
    return TRY(new_password(given));
}

Result<> check_modify_options(const cli::Invocation& invocation) {
    if (invocation.flag("--disable") && invocation.flag("--enable")) {
        return base::refuse(base::Refusal::BadRequest, "give --disable or --enable, not both");
    }
    for (const auto* change :
         {"--email", "--role", "--password", "--reset-password", "--confirm", "--approve", "--disable", "--enable"}) {
        if (invocation.flag(change)) return {};
    }
    return base::refuse(base::Refusal::BadRequest,
                        "say what to change; akebono accounts modify --help lists what can be");
}

Result<User> find_named(const cli::Invocation& invocation, db::Tx& tx) {
    const auto name = invocation.text("NAME");
    auto user = find_user_by_username(tx, name);
    if (!user) return base::refuse(base::Refusal::NotFound, "there is no account " + name + " on this server");
    return *std::move(user);
}

Result<> modify(const cli::Invocation& invocation, db::Tx& tx, const std::optional<NewPassword>& password) {
    const auto user = TRY(find_named(invocation, tx));
    const auto email = invocation.option("--email");
    const auto role = invocation.option("--role");
    if (email) TRY(change_email(tx, user.id, *email));
    if (role) change_role(tx, user.id, accounts::role_from_key(*role));
    if (invocation.flag("--confirm")) confirm(tx, user.id);
    if (invocation.flag("--approve")) approve(tx, user.id);
    if (invocation.flag("--disable")) disable(tx, user);
    if (invocation.flag("--enable")) enable(tx, user.id);
    if (password) {
        change_password(tx, user, password->hash);
        print_password(invocation, *password);
    }
    invocation.print("OK");
    return {};
}

struct Row {
    std::string username;
    std::string email;
    std::string role;
    bool is_confirmed;
    bool is_approved;
    bool is_disabled;
    base::Time created_at;
};

std::vector<Row> find_newest(db::Tx& tx, int limit) {
    std::vector<Row> people;
    auto rows = tx.query(R"(
        select a.username, u.email, u.role, u.confirmed_at is not null, u.is_approved, u.is_disabled, u.created_at
        from users u join accounts a on a.id = u.account_id
        order by u.id desc limit $1)", {limit});
    while (rows.next()) {
        people.push_back({.username = rows.string(0),
                          .email = rows.string(1),
                          .role = rows.string(2),
                          .is_confirmed = rows.boolean(3),
                          .is_approved = rows.boolean(4),
                          .is_disabled = rows.boolean(5),
                          .created_at = rows.time(6)});
    }
    return people;
}

std::string_view state_of(const Row& person) {
    if (person.is_disabled) return "disabled";
    if (!person.is_approved) return "pending";
    return person.is_confirmed ? "active" : "unconfirmed";
}

void print_table(const cli::Invocation& invocation, const std::vector<Row>& people) {
    if (people.empty()) invocation.print("No account yet: see akebono accounts create --help");
    for (const auto& person : people) {
        invocation.print(fmt::format("{:<30} {:<10} {:<12} {}  {}", person.username, person.role, state_of(person),
                                     base::iso_date(person.created_at), person.email));
    }
}

std::string json_of(const std::vector<Row>& people) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const auto& person : people) {
        out.begin_object();
        out.field("username", person.username);
        out.field("email", person.email);
        out.field("role", person.role);
        out.field("confirmed", person.is_confirmed);
        out.field("approved", person.is_approved);
        out.field("disabled", person.is_disabled);
        out.field("created_at", person.created_at);
        out.end_object();
    }
    out.end_array();
    return text;
}

} // namespace

Result<> cli_create(const cli::Invocation& invocation, db::Database& database) {
    const auto password = TRY(new_password(invocation.option("--password")));
    Result<NewUser> created;
    database.run(db::Access::Write, [&](db::Tx& tx) {
        created = sign_up(tx, {
                                  .username = invocation.text("NAME"),
                                  .email = invocation.text("--email"),
                                  .password = password.hash,
                                  .role = accounts::role_from_key(invocation.text("--role")),
                                  .locale = tx.config().default_language,
                                  .is_confirmed = invocation.flag("--confirmed"),
                                  .may_take_reserved_name = true,
                              });
        return created.has_value();
    });
    TRY(std::move(created));
    invocation.print("OK");
    print_password(invocation, password);
    if (!invocation.flag("--confirmed")) {
        invocation.print("The e-mail address is not confirmed: akebono accounts modify " + invocation.text("NAME")
                         + " --confirm");
    }
    return {};
}

Result<> cli_modify(const cli::Invocation& invocation, db::Database& database) {
    TRY(check_modify_options(invocation));
    const auto password = TRY(asked_password(invocation));
    Result<> done;
    database.run(db::Access::Write, [&](db::Tx& tx) {
        invocation.forget_output();
        done = modify(invocation, tx, password);
        return done.has_value();
    });
    return done;
}

// Nobody waits for the answer with the database in their hands.
Result<> cli_delete(const cli::Invocation& invocation, db::Database& database) {
    Result<User> user = base::not_found();
    database.read([&](db::Tx& tx) { user = find_named(invocation, tx); });
    if (!user) return base::Unexpected(user.error());
    if (!invocation.flag("--yes")) {
        TRY(cli::ask("Delete " + user->username + " (" + user->email
                     + ") with all posts and files, for good? Nobody will have this name again."));
    }
    database.write([&](db::Tx& tx) {
        if (const auto still = find_user(tx, user->id)) leave(tx, *still);
    });
    invocation.print("OK. A running server deletes what was posted, and tells other servers.");
    return {};
}

Result<> cli_list(const cli::Invocation& invocation, db::Tx& tx) {
    const auto limit = TRY(invocation.integer("--limit", 100, 1, 100'000));
    const auto people = find_newest(tx, static_cast<int>(limit));
    if (invocation.flag("--json")) {
        invocation.print(json_of(people));
    } else {
        print_table(invocation, people);
    }
    return {};
}

} // namespace auth
