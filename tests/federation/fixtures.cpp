#include "federation/fixtures.h"

#include "accounts/remote_accounts.h"
#include "app/receivers.h"
#include "base/text.h"
#include "federation/actor_document.h"
#include "federation/emojis.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "relationships/follows.h"
#include "statuses/lookup.h"
#include "support/fediverse.h"

#include <fstream>
#include <sstream>

namespace {

void replace_all(std::string& text, std::string_view name, const std::string& by) {
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + by.size())) {
        text.replace(at, name.size(), by);
    }
}

} // namespace

json::Object Fixtures::load(const std::string& path) {
    std::ifstream file("tests/fixtures/" + path + ".json");
    EXPECT_TRUE(file) << path;
    std::stringstream text;
    text << file.rdbuf();
    std::string content = text.str();
    replace_all(content, "\"STATUS\"", "\"https://akebono.test/users/alice/statuses/" + to_string(post) + "\"");
    replace_all(content, "#follows/FOLLOW", "#follows/" + asked);
    return object_of(content);
}

accounts::Account Fixtures::introduce(const std::string& software, const std::string& document) {
    const auto actor = load(software + "/" + document);
    auto profile = federation::read_actor(actor);
    EXPECT_TRUE(profile) << software;
    profile->domain = federation::host_of(profile->uri);
    const auto id = accounts::keep_remote(tx, *profile);
    EXPECT_TRUE(id) << software;
    federation::keep_emojis(tx, profile->domain, actor);
    return *accounts::find(tx, *id);
}

accounts::Account Fixtures::meet(const std::string& software) {
    auto account = introduce(software);
    make_follow(tx, alice.id, account.id);
    return account;
}

bool Fixtures::receive(const accounts::Account& actor, const std::string& path) {
    federation::Activity activity;
    activity.document = load(path);
    activity.id = federation::id_of(activity.document);
    activity.type = federation::type_of(activity.document);
    activity.actor = actor;
    activity.actor_uri = federation::id_in(activity.document, "actor");
    const auto* receiver = federation::find_receiver(app::receivers(), activity);
    return receiver && receiver->receive(tx, activity).has_value();
}

json::Value Fixtures::shown(const std::string& uri) {
    const auto id = statuses::find_by_uri(tx, uri);
    return id ? shown_status(tx, *id, alice) : json::Value(nullptr);
}

std::string Fixtures::content(const std::string& uri) {
    const auto entity = shown(uri);
    return entity.is_object() ? std::string(entity.at("content").as_string()) : "not there";
}

std::int64_t Fixtures::count(std::string_view sql, db::Params params) {
    return tx.query_integer(sql, params).value_or(-1);
}

void Fixtures::ask(const accounts::Account& target) {
    EXPECT_TRUE(relationships::follow(tx, alice, target.id));
    asked = std::to_string(count("select max(id) from follow_requests"));
}

bool Fixtures::is_following(const accounts::Account& follower, const accounts::Account& target) {
    return relationships::is_following(tx, follower.id, target.id);
}
