#include "instance/custom_emojis.h"
#include "instance/emoji_shelf.h"
#include "support/builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include "statuses/edits.h"
#include "statuses/history.h"
#include "statuses/status_document.h"
#include "statuses/status_json.h"

#include <gmock/gmock.h>

namespace instance {
namespace {

using statuses::Draft;
using testing::ElementsAre;
using testing::IsEmpty;

void make_emoji(db::Tx& tx, std::string_view shortcode, std::string_view domain = "") {
    tx.exec(R"(
        insert into custom_emojis (id, shortcode, domain, url, static_url)
        values ($1, $2, $3, 'https://e.test/' || $2 || '.png', 'https://e.test/s.png'))", {tx.new_id(), shortcode, domain});
}

std::vector<std::string> shortcodes(const json::Value& entity) {
    std::vector<std::string> found;
    for (const auto& emoji : entity.at("emojis").as_array()) found.emplace_back(emoji.at("shortcode").as_string());
    return found;
}

TEST(Emojis, StandBesideThePostThatUsesThem) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    for (const auto* shortcode : {"cat", "dog", "cow", "bee"}) make_emoji(tx, shortcode);
    make_emoji(tx, "far", "remote.test");
    Draft draft;
    draft.text = "a :cat: :far: :nothing: x:dog:x";
    draft.spoiler_text = ":dog:";
    draft.poll = statuses::PollDraft{.options = {":bee:", "no"}, .expires_in = std::chrono::hours(1)};
    const auto id = make_status(tx, alice, draft);

    const auto status = shown_status(tx, id, alice);

    EXPECT_THAT(shortcodes(status), ElementsAre("dog", "cat", "bee"));
    EXPECT_THAT(shortcodes(status.at("poll")), ElementsAre("bee"));
    EXPECT_EQ(status.at("emojis").at(0).at("url"), "https://e.test/dog.png");
    EXPECT_EQ(status.at("emojis").at(0).at("static_url"), "https://e.test/s.png");
}

TEST(Emojis, AreThoseOfTheAuthorsServer) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto carol = make_account(tx, {.username = "carol", .domain = "remote.test"});
    make_emoji(tx, "cat");
    make_emoji(tx, "dog", "remote.test");
    const auto id = make_status(tx, carol, ":cat: :dog:");

    EXPECT_THAT(shortcodes(shown_status(tx, id, alice)), ElementsAre("dog"));
}

TEST(Emojis, CostOneStatementAndNoneWhereThereAreNone) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    make_emoji(tx, "cat");
    std::vector<StatusId> plain, catty;
    for (int i = 0; i < 40; ++i) plain.push_back(make_status(tx, alice, "Hello at 10:30:00"));
    for (int i = 0; i < 40; ++i) catty.push_back(make_status(tx, alice, "Hello :cat:"));
    const auto cost = [&](std::span<const StatusId> ids) {
        return statements_of(tx, [&] { statuses::StatusEntities(tx, ids, alice); });
    };

    const int without = cost(plain);

    EXPECT_EQ(cost(catty), without + 1);
    EXPECT_EQ(cost(std::span(catty).first(1)), without + 1);
}

TEST(Emojis, StandBesideFormerVersions) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    make_emoji(tx, "cat");
    make_emoji(tx, "dog");
    const auto id = make_status(tx, alice, ":cat:");
    statuses::Edit edit;
    edit.text = ":dog:";
    ASSERT_TRUE(statuses::edit(tx, alice, id, edit));

    std::string text;
    json::Writer out(text);
    statuses::write_versions(out, tx, statuses::versions_of(tx, id), *statuses::find_visible(tx, id, alice));
    const auto versions = json::parse(text).value();

    EXPECT_THAT(shortcodes(versions.at(0)), ElementsAre("cat"));
    EXPECT_THAT(shortcodes(versions.at(1)), ElementsAre("dog"));
}

TEST(Emojis, AreReplacedByTheirShortcode) {
    db::Tx tx = TestDb().begin();
    const std::string first = "emojis/aa/aa000000000000000000000000000000.png";
    const std::string second = "emojis/bb/bb000000000000000000000000000000.gif";
    put_emoji(tx, {.shortcode = "cat", .key = first, .static_key = ""});
    EXPECT_THAT(waiting_jobs(tx), IsEmpty());

    put_emoji(tx, {.shortcode = "cat", .key = second, .static_key = first, .category = "Cats"});

    std::string text;
    json::Writer out(text);
    write_custom_emojis(out, tx);
    const auto emojis = json::parse(text).value();
    ASSERT_EQ(emojis.as_array().size(), 1U);
    EXPECT_EQ(emojis.at(0).at("url").as_string(), "https://akebono.test/system/" + second);
    EXPECT_EQ(emojis.at(0).at("static_url").as_string(), "https://akebono.test/system/" + first);
    EXPECT_EQ(emojis.at(0).at("category"), "Cats");
    EXPECT_THAT(waiting_jobs(tx), ElementsAre("remove_media_files"));
}

TEST(Emojis, ArePurgedByWhoseTheyAre) {
    db::Tx tx = TestDb().begin();
    tx.exec("insert into domain_blocks (domain, severity, created_at) values ('bad.test', 'suspend', 1)");
    make_emoji(tx, "cat");
    make_emoji(tx, "cat", "good.test");
    make_emoji(tx, "cat", "very.bad.test");

    EXPECT_EQ(purge_emojis(tx, Whose::SuspendedServers), 1);
    EXPECT_EQ(purge_emojis(tx, Whose::Others), 1);
    EXPECT_EQ(purge_emojis(tx, Whose::Everybodys), 1);
}

TEST(Emojis, GoAlongWithOutgoingPosts) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    put_emoji(tx, {.shortcode = "cat", .key = "emojis/aa/aa000000000000000000000000000000.png", .static_key = ""});
    const auto id = make_status(tx, alice, "a :cat:");

    std::string text;
    json::Writer out(text);
    statuses::StatusDocuments(tx, std::span(&id, 1)).write_object(out, id);
    const auto document = json::parse(text).value();

    ASSERT_EQ(document.at("tag").as_array().size(), 1U);
    EXPECT_EQ(document.at("tag").at(0).at("type"), "Emoji");
    EXPECT_EQ(document.at("tag").at(0).at("name"), ":cat:");
    EXPECT_EQ(document.at("tag").at(0).at("icon").at("url"),
              "https://akebono.test/system/emojis/aa/aa000000000000000000000000000000.png");
}

} // namespace
} // namespace instance
