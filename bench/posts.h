#pragma once

#include "bench/people.h"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace bench {

// Two years of posts, answers and boosts, and what people think of them.
class Posts {
public:
    Posts(Dice& dice, People& people, const Period& period, std::span<const Text> texts,
          std::span<const Hashtag> hashtags);

    // Statuses, mentions, hashtags, favourites, bookmarks, their counts and the notifications of it all.
    void load(Loader& loader, Plan& plan);

private:
    struct Post {
        std::int64_t id = 0, conversation = 0;
        std::uint32_t author = 0;
        std::int32_t parent = -1, original = -1; // Of an answer, of a boost; -1: it is none.
        std::uint8_t visibility = 0;
        bool is_of_thread = false; // Of the one that is measured: nobody else answers it.
        std::uint32_t replies = 0, reblogs = 0, favourites = 0;
    };
    struct Notice {
        std::int64_t ms;
        std::uint32_t to, from;
        std::int32_t post; // -1: none.
        std::string_view type;
    };
    struct Place {              // Of a notice in its group.
        std::int64_t began = 0; // The group, in hours; 0: there is none.
        bool is_head = true;
        std::int64_t size = 1;
    };
    struct Tables;

    void load_statuses(Loader& loader);
    void make_original(Post& post, std::size_t index);
    bool make_boost(Post& post, std::size_t index);
    bool make_answer(Post& post, std::size_t index);
    void make_of_thread(Post& post, std::size_t index, std::size_t place);
    void write(Tables& tables, std::size_t index);
    void write_boost(Tables& tables, const Post& post);
    void write_post(Tables& tables, std::size_t index);
    void tell(std::int64_t ms, std::size_t to, std::size_t from, std::int32_t post, std::string_view type);
    void load_favourites(Loader& loader);
    void load_bookmarks(Loader& loader);
    void load_stats(Loader& loader) const;
    std::vector<Place> group_notices() const;
    void load_notifications(Loader& loader);
    void fill_in(Plan& plan);
    std::int64_t time_of(const Post& post) const { return post.id >> 16; }
    bool is_open(const Post& post) const { return post.visibility < 2 && post.original < 0 && !post.is_of_thread; }
    // Which post of the thread stands at `index`; nullopt: none.
    std::optional<std::size_t> place_in_thread(std::size_t index) const;

    Dice& dice_;
    People& people_;
    Period period_;
    std::span<const Text> texts_;
    std::span<const Hashtag> hashtags_;
    std::vector<Post> posts_;
    std::vector<Notice> notices_;
    std::unordered_set<std::uint64_t> boosts_, of_reader_; // (post, author); posts that the reader has favourited.
    std::vector<std::int32_t> popular_;
};

} // namespace bench
