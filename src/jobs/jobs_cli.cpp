#include "jobs/jobs_cli.h"

#include "db/db.h"
#include "jobs/queue.h"

#include <fmt/core.h>

namespace jobs {
namespace {

// A mail holds what lets its reader in: who may look at the queue may not read that.
std::string_view shown_arguments(const Listed& job) {
    return job.name == "send_mail" ? std::string_view("{}") : std::string_view(job.arguments);
}

std::string_view state_of(const Listed& job) {
    if (job.dead_at) return "dead";
    return job.is_running ? "running" : "waiting";
}

void print_line(const cli::Invocation& invocation, const Listed& job) {
    invocation.print(fmt::format("{:<19} {:<24} {:<8} {:>8}  {}  {}", job.id.value, job.name, state_of(job),
                                 job.attempts, base::iso8601(job.dead_at.value_or(job.run_at)), shown_arguments(job)));
    if (!job.last_error.empty()) invocation.print("    " + job.last_error);
}

void print_table(const cli::Invocation& invocation, const std::vector<Listed>& jobs) {
    if (jobs.empty()) {
        invocation.print(invocation.flag("--dead") ? "No job was given up." : "No job waits.");
        return;
    }
    invocation.print(fmt::format("{:<19} {:<24} {:<8} {:>8}  {:<24}  {}", "ID", "JOB", "STATE", "ATTEMPTS",
                                 invocation.flag("--dead") ? "GIVEN UP AT" : "DUE AT", "ARGUMENTS"));
    for (const auto& job : jobs) print_line(invocation, job);
}

void write_job(json::Writer& out, const Listed& job) {
    out.begin_object();
    out.field("id", job.id);
    out.field("job", job.name);
    out.field("state", state_of(job));
    out.field("attempts", job.attempts);
    out.field("run_at", job.run_at);
    out.field("dead_at", job.dead_at);
    out.field("last_error", job.last_error);
    out.raw_field("arguments", shown_arguments(job));
    out.end_object();
}

std::string json_of(const std::vector<Listed>& jobs) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const auto& job : jobs) write_job(out, job);
    out.end_array();
    return text;
}

} // namespace

Result<> cli_list(const cli::Invocation& invocation, db::Tx& tx) {
    const auto limit = TRY(invocation.integer("--limit", 100, 1, 10'000));
    const auto jobs = list(tx, invocation.flag("--dead"), static_cast<int>(limit));
    if (invocation.flag("--json")) {
        invocation.print(json_of(jobs));
    } else {
        print_table(invocation, jobs);
    }
    return {};
}

Result<> cli_retry(const cli::Invocation& invocation, db::Tx& tx) {
    const auto id_text = invocation.option("ID");
    if (id_text.has_value() == invocation.flag("--all"))
        return base::refuse(base::Refusal::BadRequest, "give the ID of a dead job, or --all");
    if (!id_text) {
        invocation.print(fmt::format("{} jobs are due again.", retry_all(tx)));
        return {};
    }
    const auto id = base::parse_id(*id_text);
    if (!id || !retry(tx, JobId{*id})) {
        return base::refuse(base::Refusal::NotFound,
                            "no dead job has the id " + *id_text + "; see akebono jobs list --dead");
    }
    invocation.print("It is due again.");
    return {};
}

} // namespace jobs
