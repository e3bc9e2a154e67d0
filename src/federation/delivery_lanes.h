#pragma once

#include "base/clock.h"
#include "federation/delivery_queue.h"
#include "federation/hosts.h"

#include <array>
#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Whose turn it is: the deliveries that this process holds, by server. Each server has its lane, so that one that hangs
// holds up nobody else. A server that failed last, or that we have never reached, is in doubt: it gets one request at a
// time, and a pause when that fails; once it answers well its lane gets wider. What is of low priority has a small
// share of its own, of all requests and of each lane: it holds up little, and nothing holds it up for ever. Plain
// bookkeeping for one thread, without a database, a network or a clock of its own.
namespace federation {

class Lanes {
public:
    struct Limits {
        std::size_t under_way = 768;          // Requests at once.
        std::size_t under_way_in_doubt = 384; // Of those, to servers in doubt: they may take their time.
        std::size_t held = 2048;              // Leased: waiting in memory or under way.
        std::size_t held_low = 64;            // Besides those, of low priority.
        std::size_t widest = 8;               // Requests at once to one server.
        int in_a_row = 16;                    // Then a lane goes to the end of the line.
    };
    static constexpr std::chrono::seconds kFirstPause{15}; // Twice as long each time.
    static constexpr std::chrono::seconds kLongestPause{1920};

    Lanes() : Lanes(Limits()) {}
    explicit Lanes(const Limits& limits) : limits_(limits) {}

    // ── what may be leased ──
    // By priority.
    struct Counts {
        std::size_t normal = 0, low = 0;
        std::size_t& operator[](Priority priority) { return priority == Priority::Low ? low : normal; }
        std::size_t operator[](Priority priority) const { return priority == Priority::Low ? low : normal; }
        std::size_t all() const { return normal + low; }
    };
    std::size_t room(Priority priority) const;
    // For one more delivery to a server, besides those of `more` that are to be added.
    bool has_room(std::string_view host, Priority priority, const Counts& more) const;
    // Whether it is worth looking for what is of low priority: not for each that ends.
    bool wants_low() const { return 2 * held_.low <= limits_.held_low; }
    // nullopt: the server is not paused.
    std::optional<base::Time> paused_until(std::string_view host, base::Time now) const;
    bool knows(std::string_view host) const { return lanes_.contains(host); }
    // What the database knows of a server that this does not know.
    void learn(const KnownHost& host);

    // ── one delivery after the other ──
    void add(Leased delivery);
    // The next that may be sent, which is under way from then on; nullopt: none may.
    std::optional<Leased> next();
    // A request has ended: well,
    void succeeded(std::string_view host, Priority priority = Priority::Normal);
    // or badly (true when the server is left alone from now on, and tried with one request after its pause),
    bool failed(std::string_view host, base::Time now, Priority priority = Priority::Normal);
    // or without having been tried.
    void dropped(std::string_view host, Priority priority = Priority::Normal);
    // The server asks for a pause itself.
    void pause(std::string_view host, base::Time until);

    Scheme scheme(std::string_view host) const;
    void set_scheme(std::string_view host, Scheme scheme);

    std::size_t held() const { return held_.all(); }
    std::size_t under_way() const { return under_way_.all(); }
    std::size_t waiting(Priority priority) const { return held_[priority] - under_way_[priority]; }
    // What waits here, of all or of one: no longer held.
    std::vector<Leased> give_back();
    std::vector<Leased> give_back(std::string_view host);
    // Forgets servers that nothing is held for and nothing is wrong with.
    void forget_idle();

private:
    struct Lane {
        std::deque<Leased> waiting;
        std::size_t under_way = 0;
        Counts held; // Waiting or under way.
        std::size_t width = 1;
        int successes = 0; // Since it has this width.
        int pauses = 0;    // In a row.
        int turns = 0;     // In a row.
        bool is_in_doubt = true;
        bool is_in_line = false;
        base::Time paused_until = {};
        Scheme scheme = Scheme::Draft;
    };
    using Line = std::deque<std::string>;

    Lane& lane_of(std::string_view host);
    const Lane* find(std::string_view host) const;
    void stand_in_line(std::string_view host, Lane& lane);
    void set_doubt(Lane& lane, bool is_in_doubt);
    void end_request(Lane& lane, Priority priority);
    std::optional<Leased> next_of(Line& line);

    Limits limits_;
    std::map<std::string, Lane, std::less<>> lanes_;
    // Servers with something to send and a request free for it; those in doubt apart from the others.
    Line line_;
    Line line_in_doubt_;
    bool is_turn_of_doubt_ = false;
    Counts held_;
    Counts under_way_;
    std::size_t under_way_in_doubt_ = 0;
};

} // namespace federation
