#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "support/builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

// Whether what the big implementations send is understood, or dropped, as it should be: tests/fixtures/SOFTWARE holds
// examples in their shapes.
class Fixtures : public testing::Test {
protected:
    // STATUS stands for the id of a post of ours, FOLLOW for that of what alice asked last.
    json::Object load(const std::string& path);

    // The actor of a software, or another of its documents; meet(): as our people follow them.
    accounts::Account introduce(const std::string& software, const std::string& document = "actor");
    accounts::Account meet(const std::string& software);

    // Whether it had an effect. Nothing is fetched for it.
    bool receive(const accounts::Account& actor, const std::string& path);

    json::Value shown(const std::string& uri);
    // "not there" when it is not.
    std::string content(const std::string& uri);
    std::int64_t count(std::string_view sql, db::Params params = {});
    // alice asks to follow them.
    void ask(const accounts::Account& target);
    bool is_following(const accounts::Account& follower, const accounts::Account& target);

    db::Tx tx = TestDb().begin();
    accounts::Account alice = make_person(tx, "alice");
    StatusId post = make_status(tx, alice, "ours");
    std::string asked = "0";
};
