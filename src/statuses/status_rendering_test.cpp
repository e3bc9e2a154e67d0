// What is kept of posts that were shown: it never outlives what it was made of.
#include "statuses/status_rendering.h"

#include "cards/cards.h"
#include "filters/contents.h"
#include "filters/filters.h"
#include "media/attachments.h"
#include "statuses/reblogs.h"
#include "statuses/status_json.h"
#include "support/builders.h"
#include "support/media_builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace statuses {
namespace {

struct Shown : testing::Test {
    Shown() {
        database->write([&](db::Tx& tx) {
            alice = make_person(tx, "alice");
            bob = make_person(tx, "bob");
        });
    }

    json::Value shown(StatusId id) {
        db::Tx tx = database->begin(db::Access::Read);
        return shown_status(tx, id, bob);
    }
    void change(std::string_view sql, db::Params params = {}) {
        database->write([&](db::Tx& tx) { tx.exec(sql, params); });
    }
    StatusId post(const std::string& text) {
        StatusId id;
        database->write([&](db::Tx& tx) { id = make_status(tx, alice, text); });
        return id;
    }
    // Statements of a page that nobody in particular is shown for the second time.
    int statements(StatusId id) {
        int last = 0;
        for (int i = 0; i < 2; ++i) {
            db::Tx tx = database->begin(db::Access::Read);
            last = statements_of(tx, [&] { StatusEntities(tx, std::span(&id, 1), accounts::anonymous()); });
        }
        return last;
    }

    TestDatabase database;
    accounts::Account alice, bob;
};

TEST_F(Shown, OfLateNeedsOneStatement) {
    const auto plain = post("Hello");
    const auto rich = post("Hello @bob, see https://news.example.org/a about #tea");

    EXPECT_EQ(statements(plain), 1); // What has changed.
    EXPECT_EQ(statements(rich), 1);
}

TEST_F(Shown, ABoostOrQuoteOfLateNeedsNoMore) {
    const auto original = post("Hello");
    StatusId boost, quote;
    database->write([&](db::Tx& tx) {
        boost = *reblog(tx, bob, original, Visibility::Public);
        Draft draft;
        draft.text = "Look";
        draft.quoted = original;
        quote = make_status(tx, alice, draft);
    });

    EXPECT_EQ(statements(boost), 1);
    EXPECT_EQ(statements(quote), 1);
    EXPECT_EQ(shown(quote).at("quote").at("quoted_status").at("content"), "<p>Hello</p>");
    change("delete from statuses where id = $1", {original});
    EXPECT_TRUE(shown(boost).is_null());
    EXPECT_TRUE(shown(quote).at("quote").at("quoted_status").is_null());
}

TEST_F(Shown, SaysEveryChangeAtOnce) {
    StatusId id;
    database->write([&](db::Tx& tx) {
        const auto picture = make_attachment(tx, alice.id);
        Draft draft;
        draft.text = "Look at this";
        draft.media = {picture.id};
        id = make_status(tx, alice, draft);
    });
    auto before = shown(id);

    for (const char* sql : {
             "update statuses set content = '<p>new</p>'",
             "update statuses set spoiler_text = 'careful'",
             "update statuses set is_sensitive = not is_sensitive",
             "update statuses set edited_at = 1",
             "update statuses set language = 'ja'",
             "update statuses set visibility = 1",
             "update statuses set uri = 'https://remote.test/1'",
             "update statuses set url = 'https://remote.test/@a/1'",
             "update media_attachments set description = 'a cat'",
             "update media_attachments set blurhash = 'LEHV6nWB2yk8pyo0adR*.7kCMdnj'",
             "update media_attachments set focus_x = 0.5, focus_y = 0.5",
             R"(update media_attachments set meta = '{"original":{"width":1}}')",
             "update media_attachments set file_key = 'other'",
             "update media_attachments set preview_key = 'other'",
             "update media_attachments set remote_url = 'https://remote.test/a.png'",
             "update media_attachments set remote_preview_url = 'https://remote.test/p.png'",
             "update media_attachments set type = 'video'",
             "update media_attachments set state = 2",
             "insert into status_stats (status_id, favourites_count) select id, 5 from statuses",
             "update accounts set display_name = 'Al' where username = 'alice'",
         }) {
        change(sql);
        auto after = shown(id);
        EXPECT_NE(before, after) << sql;
        before = std::move(after);
    }
}

TEST_F(Shown, SaysItsLinkWhenThatWasLookedAt) {
    const auto id = post("See https://news.example.org/a");
    EXPECT_TRUE(shown(id).at("card").is_null());

    const auto keep = [&](const char* title) {
        database->write([&](db::Tx& tx) {
            cards::Card card;
            card.title = title;
            cards::keep_card(tx, cards::CardId{tx.query_integer("select card_id from statuses_cards").value()}, card);
        });
    };
    keep("News");
    EXPECT_EQ(shown(id).at("card").at("title"), "News");
    keep("Newer news");
    EXPECT_EQ(shown(id).at("card").at("title"), "Newer news");
}

TEST_F(Shown, SaysALinkThatABoostBrought) {
    const auto first = post("See https://news.example.org/a");
    const auto id = post("See https://news.example.org/a");
    database->write([&](db::Tx& tx) {
        cards::Card card;
        card.title = "News";
        const auto link = tx.query_integer("select card_id from statuses_cards where status_id = $1", {first}).value();
        cards::keep_card(tx, cards::CardId{link}, card);
        tx.exec("delete from statuses_cards where status_id = $1",
                {id}); // As of a post that came with nobody to read it.
    });
    EXPECT_TRUE(shown(id).at("card").is_null());

    database->write([&](db::Tx& tx) { cards::note_boosted(tx, id); });

    EXPECT_EQ(shown(id).at("card").at("title"), "News");
}

TEST_F(Shown, IsFilteredByWhatItSaysNow) {
    const auto id = post("Hello");
    database->write([&](db::Tx& tx) {
        const auto filter = *filters::create_filter(
            tx, bob.id, {.title = "sport", .contexts = {{"home"}}, .action = "warn", .lifetime = {}});
        EXPECT_TRUE(filters::add_keyword(tx, bob.id, filter, {.id = {}, .keyword = "goal", .is_whole_word = {}}));
    });
    EXPECT_TRUE(shown(id).at("filtered").as_array().empty());

    change("update statuses set text = 'What a goal!'");

    EXPECT_EQ(shown(id).at("filtered").as_array().size(), 1U);
}

TEST_F(Shown, KeepsNothingOfATransactionThatMayBeUndone) {
    const auto id = post("Hello");
    {
        db::Tx tx = database->begin(db::Access::Write);
        tx.exec("update statuses set content = '<p>Undone</p>' where id = $1", {id});
        EXPECT_EQ(shown_status(tx, id, bob).at("content"), "<p>Undone</p>");
    }
    change("update statuses set content = '<p>Done</p>' where id = $1", {id});

    EXPECT_EQ(shown(id).at("content"), "<p>Done</p>");
}

TEST_F(Shown, ABoostHasItsOwnAddressAndItsOriginalsWords) {
    const auto id = post("Hello");
    StatusId boost;
    database->write([&](db::Tx& tx) { boost = *reblog(tx, bob, id, Visibility::Public); });

    for (int times = 0; times < 2; ++times) {
        const auto entity = shown(boost);
        EXPECT_EQ(entity.at("uri").as_string(),
                  "https://akebono.test/users/bob/statuses/" + to_string(boost) + "/activity");
        EXPECT_EQ(entity.at("content"), "<p>Hello</p>");
        EXPECT_EQ(entity.at("reblog").at("uri").as_string(),
                  "https://akebono.test/users/alice/statuses/" + to_string(id));
    }
}

} // namespace
} // namespace statuses
