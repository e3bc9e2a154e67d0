# Puts files into the binary, so that it needs no source tree at run time. The assembler copies the bytes, which takes no
# time at any size.

# Writes `output`, which defines base::embedded_files() over `ARGN` (absolute paths inside the project).
function(write_embedded_files output)
    set(files ${ARGN})
    list(SORT files COMPARE STRING CASE SENSITIVE)
    set(assembly "")
    set(externs "")
    set(rows "")
    set(index 0)
    foreach(file IN LISTS files)
        file(RELATIVE_PATH path ${PROJECT_SOURCE_DIR} ${file})
        string(APPEND assembly
            "    \"akebono_embedded_${index}: .incbin \\\"${file}\\\"\\n\"\n"
            "    \"akebono_embedded_${index}_end: .byte 0\\n\"\n")
        string(APPEND externs "extern const char akebono_embedded_${index}[], akebono_embedded_${index}_end[];\n")
        string(APPEND rows
            "        {\"${path}\", bytes(akebono_embedded_${index}, akebono_embedded_${index}_end)},\n")
        math(EXPR index "${index} + 1")
    endforeach()

    configure_file(${PROJECT_SOURCE_DIR}/cmake/embedded_files.cpp.in ${output} @ONLY)
    set_source_files_properties(${output} PROPERTIES OBJECT_DEPENDS "${files}" SKIP_PRECOMPILE_HEADERS ON)
endfunction()
