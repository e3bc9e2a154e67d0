#pragma once

#include "base/clock.h"
#include "base/json.h"
#include "db/db.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Work that outlives a request: rows written with the change that caused them, leased by a worker, repeated until they
// succeed or are given up.
namespace jobs {

// What a job was enqueued with. Missing or mistyped members are faults: we wrote them ourselves.
class Arguments {
public:
    explicit Arguments(json::Object object) : object_(std::move(object)) {}

    std::int64_t integer(std::string_view name) const;
    std::string text(std::string_view name) const;
    template <typename IdType>
    IdType id(std::string_view name) const {
        return IdType{integer(name)};
    }

private:
    json::Object object_;
};

// A row of app/jobs.cpp. `run` may be called twice for one job: it must be ready for that. To throw means "again
// later". What must wait for another machine does so in `before`, while no transaction is open; it may be called again
// although it has worked.
struct Kind {
    std::string_view name;
    int attempts; // Then it is dead: kept, listed by `akebono jobs list --dead`, run again by `akebono jobs retry`.
    void (*run)(const Arguments&, db::Tx&);
    void (*before)(const Arguments&, const base::Context&) = nullptr;
    // Instead of `run`, or before it, for a job that goes back and forth between other machines and the database: it
    // opens its own transactions, none while it waits.
    void (*alone)(const Arguments&, db::Database&) = nullptr;
};

// A row of app/jobs.cpp's second table: something to do every so often, on one node of all.
struct Scheduled {
    std::string_view job;
    std::chrono::seconds every;
    bool begins_at_once = false; // The very first time, too, instead of after `every`.
};

// Queues a job; with `at`, not before then. With a `unique_key`, nothing when a job with that key is waiting already.
void enqueue(db::Tx& tx, std::string_view name, const json::Object& arguments = {}, std::optional<base::Time> at = {},
             std::string_view unique_key = {});

// The same for a job that waits for other machines: those have threads of their own.
void enqueue_waiting(db::Tx& tx, std::string_view name, const json::Object& arguments = {},
                     std::optional<base::Time> at = {}, std::string_view unique_key = {});

} // namespace jobs
