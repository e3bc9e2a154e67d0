#pragma once

#include "base/context.h"
#include "base/events.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sight.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// One interface, two engines: SQLite and PostgreSQL run the same SQL text. What differs is settled here:
//   $1, $2, …              parameters, numbered from 1; one may be used several times
//   ids($1)                a list of ids as a table with the column `value`:  where id in (select value from ids($1))
//   texts($1)              the same for strings
//   /*skip_locked*/        at the end of a sub-select that claims rows
//   /*for_update*/         at the end of a select whose rows are changed next
//   /*for_share*/          at the end of a select whose rows nobody shall delete until this transaction has ended
// Times are bigint milliseconds, booleans are boolean, JSON is text. No now(), no random(), no dialect functions. Text
// compares byte by byte, and lower() changes ASCII only. A parameter has the type of the C++ value; nullptr has none,
// so it needs a cast where PostgreSQL cannot tell: cast($1 as text).
namespace db {

// A fault: the database is gone, or a statement is wrong. A constraint that a user can hit is handled by `on conflict`.
class Fault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};
// A write lost a race that only the whole transaction can repeat (serialisation failure, deadlock). run() repeats it.
class Conflict final : public Fault {
public:
    using Fault::Fault;
};
// Not now: no connection, or no turn to write, within the deadline, or the server went away. The edge answers 503.
class Busy final : public Fault {
public:
    using Fault::Fault;
};

// One value for a `$N`. Views only: what it points at outlives the call.
class Param {
public:
    enum class Kind : std::uint8_t { Null, Integer, Real, Boolean, Text, Blob, Ids, Texts };

    Param(std::nullptr_t) : kind_(Kind::Null), is_null_(true) {}
    Param(std::nullopt_t) : kind_(Kind::Null), is_null_(true) {}
    Param(bool value) : kind_(Kind::Boolean), integer_(value) {}
    Param(int value) : kind_(Kind::Integer), integer_(value) {}
    Param(std::int64_t value) : kind_(Kind::Integer), integer_(value) {}
    Param(double value) : kind_(Kind::Real), real_(value) {}
    Param(std::string_view value) : kind_(Kind::Text), text_(value) {}
    Param(const std::string& value) : kind_(Kind::Text), text_(value) {}
    Param(const char* value) : kind_(Kind::Text), text_(value) {}
    Param(base::Time value) : kind_(Kind::Integer), integer_(value.time_since_epoch().count()) {}
    template <typename Tag>
    Param(base::Id<Tag> id) : kind_(Kind::Integer), integer_(id.value) {}
    // Null when absent, but a null of its type: PostgreSQL needs no cast then.
    template <typename T>
    Param(const std::optional<T>& value) : Param(value ? Param(*value) : null_of(Param(T{}))) {}
    // For ids($N).
    template <typename Tag>
    Param(std::span<const base::Id<Tag>> ids)
        : kind_(Kind::Ids), list_(reinterpret_cast<const std::int64_t*>(ids.data())), size_(ids.size()) {
        static_assert(sizeof(base::Id<Tag>) == sizeof(std::int64_t));
    }
    template <typename Tag>
    Param(const std::vector<base::Id<Tag>>& ids) : Param(std::span<const base::Id<Tag>>(ids)) {}
    // For ids($N), too: of rows whose ids have no type of their own.
    Param(const std::vector<std::int64_t>& ids) : kind_(Kind::Ids), list_(ids.data()), size_(ids.size()) {}
    // For texts($N).
    Param(std::span<const std::string> texts) : kind_(Kind::Texts), list_(texts.data()), size_(texts.size()) {}
    Param(const std::vector<std::string>& texts) : Param(std::span<const std::string>(texts)) {}
    static Param blob(std::string_view bytes) {
        Param param(bytes);
        param.kind_ = Kind::Blob;
        return param;
    }

    Kind kind() const { return kind_; }
    bool is_null() const { return is_null_; }
    std::int64_t integer() const { return integer_; }
    double real() const { return real_; }
    std::string_view text() const { return text_; }
    std::span<const std::int64_t> id_list() const { return {static_cast<const std::int64_t*>(list_), size_}; }
    std::span<const std::string> text_list() const { return {static_cast<const std::string*>(list_), size_}; }

private:
    static Param null_of(Param param) {
        param.is_null_ = true;
        param.text_ = {};
        return param;
    }

    Kind kind_;
    bool is_null_ = false;
    union {
        std::int64_t integer_ = 0;
        double real_;
    };
    std::string_view text_ = {};
    const void* list_ = nullptr;
    std::size_t size_ = 0;
};

using Params = std::initializer_list<Param>;

// What an engine gives for one running query. Columns count from 0.
class Cursor {
public:
    virtual ~Cursor() = default;
    virtual bool next() = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual double real(int column) const = 0;
    virtual std::string_view text(int column) const = 0; // Valid until next().
};

// The rows of a query, one at a time, forward only:  `auto rows = tx.query(…); while (rows.next()) … rows.text(0)`.
// Null reads as 0, false, "". Ends before its Tx does.
class Rows {
public:
    explicit Rows(std::unique_ptr<Cursor> cursor) : cursor_(std::move(cursor)) {}

    bool next() { return cursor_->next(); }
    bool is_null(int column) const { return cursor_->is_null(column); }
    std::int64_t integer(int column) const { return cursor_->integer(column); }
    int small(int column) const { return static_cast<int>(cursor_->integer(column)); }
    double real(int column) const { return cursor_->real(column); }
    bool boolean(int column) const { return cursor_->integer(column) != 0; }
    std::string_view text(int column) const { return cursor_->text(column); } // Valid until next().
    std::string string(int column) const { return std::string(cursor_->text(column)); }
    std::optional<std::string> maybe_string(int column) const {
        return is_null(column) ? std::nullopt : std::optional<std::string>(string(column));
    }
    base::Time time(int column) const { return base::Time(std::chrono::milliseconds(integer(column))); }
    std::optional<base::Time> maybe_time(int column) const {
        return is_null(column) ? std::nullopt : std::optional<base::Time>(time(column));
    }
    template <typename IdType>
    IdType id(int column) const {
        return IdType{integer(column)};
    }

private:
    std::unique_ptr<Cursor> cursor_;
};

enum class Access { Read, Write };

class Connection; // db/connection.h: what an engine does for a Tx.
class Database;

// How many rows a statement changed, which is good while its Tx lasts. PostgreSQL is waited for only when somebody
// looks at the number: see Tx::exec().
class Changes {
public:
    explicit Changes(std::int64_t rows) : number_(rows) {}
    // Of the statement with this number of the transaction, which may not have been answered yet.
    Changes(Connection& connection, std::int64_t statement) : connection_(&connection), number_(statement) {}

    operator std::int64_t() const { return connection_ ? ask() : number_; }

private:
    std::int64_t ask() const;

    Connection* connection_ = nullptr;
    std::int64_t number_;
};

// One transaction, on one thread. It sees one state of the database (SQLite; on PostgreSQL each statement sees what was
// committed before it), and all that it writes happens together or not at all: it rolls back when it goes, unless
// Database has committed it. Made by Database only.
class Tx {
public:
    Tx(const Tx&) = delete;
    Tx& operator=(const Tx&) = delete;
    ~Tx();

    // Statements are prepared once per connection and kept by text: write literals, never text with values in it.
    // A statement that changes rows has done so when this returns, whether its rows are read or not.
    Rows query(std::string_view sql, Params params = {});
    // The same, for rows that are read after those of another statement: PostgreSQL gets both together, unless it does
    // not know this one yet. It fails where it is first read, where that other fails or is read, or with the commit.
    Rows query_ahead(std::string_view sql, Params params = {});
    // Rows changed. Unless they are looked at, PostgreSQL gets the statement together with the next one that is waited
    // for, or with the commit; that is where it fails then, with its own message.
    Changes exec(std::string_view sql, Params params = {});
    // The first column of the first row; nullopt when there is none or it is null.
    std::optional<std::int64_t> query_integer(std::string_view sql, Params params = {});
    // All of the first column.
    template <typename IdType>
    std::vector<IdType> query_ids(std::string_view sql, Params params = {}) {
        std::vector<IdType> ids;
        auto rows = query(sql, params);
        while (rows.next()) ids.push_back(rows.id<IdType>(0));
        return ids;
    }
    // Several statements without parameters, from a migration.
    void script(std::string_view sql);

    // The plan as the engine prints it, a line each: SQLite's `explain query plan`, PostgreSQL's `explain (costs off)`.
    std::string explain(std::string_view sql, Params params = {});

    const base::Config& config() const { return context_.config; }
    const base::Context& context() const { return context_; }
    // When this transaction began: one time for all that it writes.
    base::Time now() const { return now_; }
    base::Random& random() const { return context_.random; }
    template <typename IdType>
    IdType new_id() const {
        return IdType{context_.ids.next(now_)};
    }
    std::int64_t new_id() const { return context_.ids.next(now_); }

    // Sent to who listens once this is committed; forgotten if it rolls back.
    void publish(base::Event event) { events_.push_back(std::move(event)); }
    // Runs when all else is done, before the commit: for rows that many change, which whoever has changed one keeps
    // from all others until the end.
    void at_end(std::function<void(Tx&)> action) { last_actions_.push_back(std::move(action)); }
    // Runs after the commit, on this thread, and must not throw: for caches that follow the database.
    void on_commit(std::function<void()> action) { actions_.push_back(std::move(action)); }

    Access access() const { return access_; }
    bool is_postgresql() const;
    // What it has been told of changes: db/remembering.h.
    const base::Sight& sight() const { return sight_; }
    void set_sight(const base::Sight& sight) { sight_ = sight; }
    int statement_count() const { return statement_count_; }
    // For tests: from now on sees each statement before it runs.
    void observe(std::function<void(std::string_view sql, Params params)> observer) { observer_ = std::move(observer); }
    // The same, for the texts alone; null ends it.
    void record(std::vector<std::string>* statements) {
        if (!statements) return observe({});
        observe([statements](std::string_view sql, Params) { statements->emplace_back(sql); });
    }

private:
    friend class Database;
    Tx(Database& database, Access access);
    void commit();
    void check(std::string_view sql, Params params);

    Database& database_;
    const base::Context& context_;
    Connection* connection_; // Null once committed.
    base::Time now_;
    std::vector<base::Event> events_;
    std::vector<std::function<void(Tx&)>> last_actions_;
    std::vector<std::function<void()>> actions_;
    int statement_count_ = 0;
    Access access_;
    base::Sight sight_;
    std::function<void(std::string_view, Params)> observer_;
};

// A pool of connections to one database. Thread-safe.
class Database {
public:
    virtual ~Database() = default;

    // Runs `work` in a transaction: commits when it returns true, rolls back when it returns false or throws.
    // A Conflict runs it again, from the start, up to 5 times with growing random pauses: `work` must have no effect
    // outside its Tx. Busy when no connection or turn comes within 10 seconds. Answered means durable: a commit is on
    // disk when this returns. Returns what `work` returned last.
    bool run(Access access, const std::function<bool(Tx&)>& work);
    // The same, committing always.
    void write(const std::function<void(Tx&)>& work);
    void read(const std::function<void(Tx&)>& work);
    // A transaction that nobody commits: it rolls back when it goes. For tests, and for commands that only try.
    Tx begin(Access access) { return Tx(*this, access); }

    // For what runs outside a transaction.
    const base::Context& context() const { return context_; }
    virtual bool is_postgresql() const = 0;
    // Statements run since the start, over all connections, in transactions that have ended.
    std::int64_t statement_count() const { return statement_count_; }

protected:
    using Deadline = std::chrono::steady_clock::time_point;

    Database(const base::Context& context, std::chrono::milliseconds patience)
        : context_(context), patience_(patience) {}

    // A connection for one transaction. Busy when there is none before `deadline`.
    virtual Connection& take(Access access, Deadline deadline) = 0;
    virtual void give(Access access, Connection& connection) = 0;

private:
    friend class Tx;

    const base::Context& context_;
    std::chrono::milliseconds patience_;
    std::atomic<std::int64_t> statement_count_ = 0;
};

// How long a transaction waits for a connection, or for its turn to write.
constexpr std::chrono::milliseconds kPatience = std::chrono::seconds(10);

// Opens the database that `context.config` names: `connections` for reading at once (PostgreSQL: for anything).
// Refused when it is unreachable, or not ours. Does not migrate.
Result<std::unique_ptr<Database>> open(const base::Context& context, int connections,
                                       std::chrono::milliseconds patience = kPatience);

} // namespace db
