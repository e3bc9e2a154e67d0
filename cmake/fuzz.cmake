# fuzz_NAME for each fuzz/NAME.cpp, in the build type Fuzz alone: clang's libFuzzer with the address and
# undefined-behaviour sanitizers. For make fuzz. All of the server is compiled for them: a list of what parsers need would
# be wrong after the next change of one.

if(NOT CMAKE_BUILD_TYPE STREQUAL "Fuzz")
    return()
endif()

file(GLOB fuzz_sources CONFIGURE_DEPENDS fuzz/*.cpp)
set(fuzz_programs)
foreach(source IN LISTS fuzz_sources)
    get_filename_component(name ${source} NAME_WE)
    add_executable(fuzz_${name} EXCLUDE_FROM_ALL ${source})
    target_include_directories(fuzz_${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(fuzz_${name} PRIVATE akebono_core)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    list(APPEND fuzz_programs fuzz_${name})
endforeach()
add_custom_target(akebono_fuzz DEPENDS ${fuzz_programs})
